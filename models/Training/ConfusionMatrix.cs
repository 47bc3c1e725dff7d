namespace Survey.Models.Training;

/// <summary>Counts predictions by true class and predicted class.</summary>
internal sealed class ConfusionMatrix(int classes)
{
    private readonly int[][] counts = [.. Enumerable.Range(0, classes).Select(_ => new int[classes])];

    /// <summary>Share of images told right.</summary>
    public double Accuracy => Right / (double)Math.Max(1, counts.Sum(row => row.Sum()));

    private int Right => Enumerable.Range(0, classes).Sum(label => counts[label][label]);

    public void Add(IEnumerable<long> labels, IEnumerable<long> predictions)
    {
        foreach (var (label, prediction) in labels.Zip(predictions))
            counts[label][prediction]++;
    }

    public ClassificationRecord ToRecord() => new([.. Enumerable.Range(0, classes).Select(MetricsOf)], [.. counts.Select(row => (IReadOnlyList<int>)[.. row])]);

    private ClassMetrics MetricsOf(int label)
    {
        var right = counts[label][label];
        var images = counts[label].Sum();
        var predicted = counts.Sum(row => row[label]);
        return new ClassMetrics(label, Share(right, predicted), Share(right, images), Share(2 * right, images + predicted), images);
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : part / (double)whole;
}
