using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification;

/// <summary>One value that one path of a matrix takes.</summary>
/// <param name="Key">The path as written: <c>workload.batchSize</c>.</param>
/// <param name="Path">Its segments.</param>
/// <param name="Label">The value in the experiment's name.</param>
/// <param name="Value">The value.</param>
internal sealed record MatrixCell(string Key, IReadOnlyList<string> Path, string Label, SourceNode Value)
{
    /// <summary>The cells of one path: a list of plain values, or a mapping of labels to values. Null after a finding.</summary>
    public static IReadOnlyList<MatrixCell>? Read(string experiment, SourceEntry axis, FindingCollector findings)
    {
        var where = $"experiments.{experiment}.matrix";
        if (SourcePath.Parse(axis.Key) is not { } path)
        {
            findings.Error(axis.Location, $"{where} has the key '{axis.Key}'; expected a path such as workload.batchSize.");
            return null;
        }

        if (axis.Value is SourceMap { Entries.Count: > 0 } named)
        {
            return [.. named.Entries.Select(entry => new MatrixCell(axis.Key, path, Slug(entry.Key), entry.Value))];
        }

        if (axis.Value is not SourceList { Items.Count: > 0 } list)
        {
            findings.Error(axis.Value.Location, $"{where}.{axis.Key} is {axis.Value.Kind}; expected a list of values, or a mapping of labels to values.");
            return null;
        }

        var cells = new List<MatrixCell>();
        foreach (var item in list.Items)
        {
            if (item is SourceScalar scalar)
            {
                cells.Add(new MatrixCell(axis.Key, path, Slug(scalar.Text), item));
            }
            else
            {
                findings.Error(item.Location, $"{where}.{axis.Key} holds {item.Kind} without a label.", "Write the values as a mapping: 'small: {cpu: 1}'.");
            }
        }

        return cells.Count == list.Items.Count ? cells : null;
    }

    /// <summary>Only what may stand in an experiment's name.</summary>
    private static string Slug(string text) => string.Join('-', new string([.. text.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')])
        .Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
