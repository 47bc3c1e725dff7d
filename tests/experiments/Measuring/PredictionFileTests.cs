using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Measuring;

public sealed class PredictionFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("predictions-");

    [Fact]
    public async Task Read_GivesPredictionsAndClocks_WhenHonest()
    {
        var read = await ReadAsync($$"""
            {"argmax":[7,2,1],"predictionHash":"{{PredictionRecord.HashOf([7, 2, 1])}}","model":{"sha256":"abc"},
             "stamps":{"processStart":1000000,"modelLoaded":3000000,"firstAnswer":4000000,"done":9000000} }
            """);
        Assert.Equal([7, 2, 1], read.Record.Argmax);
        var clocks = read.Stamps!.ToClocks().Entries;
        Assert.Equal(TimeSpan.FromMilliseconds(2), clocks[Clocks.Start].Value);
        Assert.Equal(TimeSpan.FromMilliseconds(5), clocks[Clocks.Compute].Value);
    }

    [Theory]
    [InlineData("""{"argmax":[7,2],"model":{"sha256":"abc"}}""", "holds 2 predictions, 3 were asked for")]
    [InlineData("""{"argmax":[7,2,-1],"model":{"sha256":"abc"}}""", "class -1")]
    [InlineData("""{"argmax":[7,2,300],"model":{"sha256":"abc"}}""", "class 300")]
    [InlineData("""{"argmax":[7,2,1],"model":{"sha256":"other"}}""", "SHA-256 other")]
    [InlineData("""{"argmax":[7,2,1],"model":{"sha256":"abc"},"predictionHash":"lie"}""", "own hash lie")]
    [InlineData("""{"argmax":[7,2,1""", "no valid JSON")]
    [InlineData("null", "empty")]
    public async Task Read_Refuses_WhenNotWhatWasAskedFor(string json, string reason)
    {
        var error = await Assert.ThrowsAsync<NetworkException>(() => ReadAsync(json));
        Assert.Equal(NetworkErrorKind.Untrustworthy, error.Kind);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SaysMissing_WhenThereIsNoFile()
    {
        var error = await Assert.ThrowsAsync<NetworkException>(() =>
            PredictionFile.ReadAsync(Path.Combine(folder.FullName, "none.json"), 3, null, TestContext.Current.CancellationToken));
        Assert.Contains("not among the results", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToClocks_SaysMissing_WhenTheWorkersClockWentBackwards()
    {
        var clocks = new WorkerStamps(5_000_000, 3_000_000, null, null).ToClocks().Entries;
        Assert.Null(clocks[Clocks.Start].Value);
        Assert.Contains("backwards", clocks[Clocks.Start].Missing, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<WorkerPredictions> ReadAsync(string json)
    {
        var path = Path.Combine(folder.FullName, "predictions.json");
        await File.WriteAllTextAsync(path, json, TestContext.Current.CancellationToken);
        return await PredictionFile.ReadAsync(path, 3, "abc", TestContext.Current.CancellationToken);
    }
}
