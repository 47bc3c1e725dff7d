using Survey.Devnets;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>One fault at a time: what the driver sees through it, and what it says where it cannot.</summary>
public sealed class BacalhauFaultTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public BacalhauFaultTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the worker of these tests is a shell script");

    public static TheoryData<string, FaultPlan> Survived { get; } = new()
    {
        { "latency", new FaultPlan { Latency = TimeSpan.FromMilliseconds(20) } },
        { "server errors", new FaultPlan { ServerErrors = 0.3, Seed = 3 } },
        { "dropped connections", new FaultPlan { DroppedConnections = 0.3, Seed = 5 } },
        { "slow results", new FaultPlan { SlowResults = TimeSpan.FromMilliseconds(300) } },
        { "truncated results", new FaultPlan { TruncatedResults = 0.5, Seed = 4 } },
        { "failing work, once", new FaultPlan { FailedWork = 0.3, Seed = 2 } },
    };

    [Theory]
    [MemberData(nameof(Survived))]
    public async Task InvokeAsync_PredictsAllTheSame_Despite(string fault, FaultPlan plan)
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 4, faults: plan);
        var run = fixture.Run();

        var invocation = await fixture.InvokeAsync(run, Token);

        Assert.True(invocation.Predictions.Argmax.SequenceEqual(Enumerable.Range(0, 20).Select(index => index % 10)), fault);
        Assert.True((await fixture.Network.TeardownAsync(run.Journal.Open, Token)).IsClean, fault);
    }

    [Fact]
    public async Task InvokeAsync_FetchesTheResultLonger_WhenResultsAreSlow()
    {
        var delay = TimeSpan.FromMilliseconds(400);
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, faults: new FaultPlan { SlowResults = delay });

        var invocation = await fixture.InvokeAsync(fixture.Run(), Token);

        Assert.True(invocation.Clocks.Entries[Clocks.Fetch].Value >= delay);
    }

    [Fact]
    public async Task InvokeAsync_SubmitsOnce_WhenTheAnswerToTheSubmissionIsLost()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, faults: new FaultPlan { DroppedConnections = 0.6, Seed = 9 });
        var run = fixture.Run();

        await fixture.InvokeAsync(run, Token);
        fixture.Devnet.Faults = FaultPlan.None;

        // Whatever was lost, there is one job, in its first version.
        using var http = new HttpClient { BaseAddress = new Uri(fixture.Devnet.Endpoints["api"]) };
        var jobs = System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync(new Uri("/api/v1/orchestrator/jobs", UriKind.Relative), Token))!["Items"]!.AsArray();
        Assert.Equal(1, Assert.Single(jobs)!["Version"]!.GetValue<int>());
    }

    [Fact]
    public async Task InvokeAsync_SaysThatTheServerIsDown_WhenEveryCallFails()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, faults: new FaultPlan { ServerErrors = 1 }, settings: new() { ["attempts"] = 3 });

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(fixture.Run(), Token));

        Assert.Equal(NetworkErrorKind.Transient, failure.Kind);
        Assert.Contains("503", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_NamesTheCause_WhenAllWorkFails()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 2, faults: new FaultPlan { FailedWork = 1 });

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(fixture.Run(), Token));

        Assert.Equal(NetworkErrorKind.Failed, failure.Kind);
        Assert.Contains("failed to start container", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_GivesUpClearly_WhenEveryResultBreaksOff()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, faults: new FaultPlan { TruncatedResults = 1 }, settings: new() { ["attempts"] = 3 });

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(fixture.Run(), Token));

        Assert.Contains(".tar.gz", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_Fails_WhenTheOnlyNodeIsLost()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, faults: new FaultPlan { LostNodes = 1 });
        var run = fixture.Run();

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(run, Token));

        Assert.Contains("node has disappeared", failure.Message, StringComparison.Ordinal);
        Assert.True((await fixture.Network.TeardownAsync(run.Journal.Open, Token)).IsClean);
    }
}
