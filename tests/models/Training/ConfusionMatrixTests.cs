using Survey.Models.Training;

namespace Survey.Models.Tests.Training;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void ToRecord_GivesMetricsPerClass_WhenPredictionsAreCounted()
    {
        var matrix = new ConfusionMatrix(3);

        matrix.Add([0, 0, 0, 1, 1], [0, 0, 1, 1, 0]);

        var record = matrix.ToRecord();
        Assert.Equal(0.6, matrix.Accuracy);
        Assert.Equal([[2, 1, 0], [1, 1, 0], [0, 0, 0]], record.Confusion);
        Assert.Equal(new ClassMetrics(0, 2 / 3.0, 2 / 3.0, 2 / 3.0, 3), record.Classes[0]);
        Assert.Equal(new ClassMetrics(1, 0.5, 0.5, 0.5, 2), record.Classes[1]);
        Assert.Equal(new ClassMetrics(2, null, null, null, 0), record.Classes[2]);
    }
}
