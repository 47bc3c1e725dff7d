using Survey.Devnets;
using Survey.Experiments.Networks;
using Survey.Tests;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>Many jobs at once while everything fails now and then: each ends as done or as a clear failure, none is lost, none is left.</summary>
public sealed class BacalhauResilienceTests
{
    private const int Concurrency = 32;

    [Fact]
    public Task Jobs_AllEnd_WhenFiftyMeetFaults() => RunAsync(50);

    [Fact]
    [Soak]
    public Task Jobs_AllEnd_WhenFiveHundredMeetFaults() => RunAsync(Soak.Share(500));

    private static async Task RunAsync(int count)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the worker of these tests is a shell script");
        var token = TestContext.Current.CancellationToken;
        await using var fixture = await BacalhauFixture.StartAsync(token);
        fixture.Devnet.Faults = new FaultPlan
        {
            Latency = TimeSpan.FromMilliseconds(2),
            ServerErrors = 0.05,
            DroppedConnections = 0.05,
            TruncatedResults = 0.1,
            FailedWork = 0.1,
            Seed = 11,
        };
        var (done, failed) = (0, 0);
        var runs = Enumerable.Range(0, count).Select(index => fixture.Run($"job-{index}", images: 10)).ToList();

        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = token }, async (run, cancellationToken) =>
        {
            try
            {
                var invocation = await fixture.InvokeAsync(run, cancellationToken);
                Assert.Equal(Enumerable.Range(0, 10), invocation.Predictions.Argmax);
                Interlocked.Increment(ref done);
            }
            catch (NetworkException failure)
            {
                Assert.NotEmpty(failure.Message);
                Interlocked.Increment(ref failed);
            }
        });
        fixture.Devnet.Faults = FaultPlan.None;
        foreach (var run in runs)
            Assert.True((await fixture.Network.TeardownAsync(run.Journal.Open, token)).IsClean);

        Assert.Equal(count, done + failed);
        Assert.True(done >= count * 0.9, $"only {done} of {count} jobs were done: a job is tried on several nodes and each call several times");
        Assert.Empty(await fixture.Network.FindResidueAsync(new ResidueScope("20261124-000000-abcd", null, []), token));
        Assert.Equal(0, fixture.Devnet.Activity.Running);
    }
}
