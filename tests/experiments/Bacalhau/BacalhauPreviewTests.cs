using Survey.Experiments.Bacalhau;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>What cannot work is known at Plan.</summary>
public sealed class BacalhauPreviewTests
{
    private static DriverPreview Of(int partitions = 1, int nodes = 4, int port = 0, JobType job = JobType.Batch, Standing standing = Standing.Node) =>
        BacalhauDriver.Registration.Preview!(new PreviewRequest(
            "split",
            new ExperimentSpec { Network = "bacalhau", Model = "cnn", Image = "worker", Job = job, Workload = new WorkloadSpec { Partitions = partitions } },
            new BacalhauSettings { Nodes = nodes },
            new BacalhauOptions { Port = port },
            standing,
            "http://127.0.0.1:1234"));

    [Fact]
    public void Preview_Refuses_WhenOneNodeIsToRunFourPartitions() =>
        Assert.Equal("A job runs once per node at most: 4 partitions need 4 nodes, and settings.nodes says 1 node.", Of(partitions: 4, nodes: 1).Unsupported);

    [Fact]
    public void Preview_TakesAsManyPartitionsAsNodes_BecauseTheDevnetIsStartedWithThem() =>
        Assert.Null(Of(partitions: 8, nodes: 8, standing: Standing.Devnet).Unsupported);

    [Theory]
    [InlineData(4, null)]
    [InlineData(2, "2")]
    [InlineData(100, "64")]
    public void DevnetOptions_NameTheNodes_UnlessTheyAreTheUsualNumber(int nodes, string? expected) =>
        Assert.Equal(expected, BacalhauDriver.Registration.DevnetOptions!(new BacalhauSettings { Nodes = nodes }).GetValueOrDefault("nodes"));

    [Theory]
    [InlineData(80)]
    [InlineData(65536)]
    [InlineData(-1)]
    public void Preview_Refuses_WhenNoNodeGivesThePort(int port) =>
        Assert.Contains($"no port {port}", Of(port: port, job: JobType.Service).Unsupported, StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 4)]
    public void Preview_SaysWhatIsCreated_WhenItFits(int partitions, int nodes)
    {
        var preview = Of(partitions, nodes);

        Assert.Null(preview.Unsupported);
        Assert.Contains($"{partitions} partition(s)", Assert.Single(preview.Creates).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Preview_NamesTheService_ForAService() => Assert.Contains("a service of", Assert.Single(Of(job: JobType.Service).Creates).Text, StringComparison.Ordinal);
}
