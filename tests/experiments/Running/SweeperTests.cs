using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

public sealed class SweeperTests : IDisposable
{
    private static readonly NetworkEndpoint Endpoint = new("other", "other", Standing.Node, null, "{}");
    private readonly RunnerFixture fixture = new();
    private readonly CancellationToken stop = TestContext.Current.CancellationToken;

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task RunAsync_RemovesWhatADeadRunCreated_AndProvesIt()
    {
        await LeaveAsync(created: true);
        var result = await SweepAsync();

        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Equal("run-1/lost", Assert.Single(Assert.Single(result.Entries).Gone).Resource.Name);
        Assert.Empty(fixture.Other.There);
        Assert.Empty((await SweepAsync()).Entries);
    }

    [Fact]
    public async Task RunAsync_FindsItByName_WhenTheIdNeverArrived()
    {
        await LeaveAsync(created: false);
        await SweepAsync();

        Assert.Empty(fixture.Other.There);
    }

    [Fact]
    public async Task RunAsync_AsksTheNetwork_WhenTheJournalLostTheResource()
    {
        using (var journal = Open())
            journal.Begin("run-1", "lost", Endpoint);
        fixture.Other.There["run-1/lost"] = new Resource("thing", "run-1/lost", "1", new Dictionary<string, string>());
        await SweepAsync();

        Assert.Empty(fixture.Other.There);
    }

    [Fact]
    public async Task RunAsync_FindsTheRunByItsFolder_WhenTheJournalIsCutShort()
    {
        var store = new RunStore(fixture.Artifacts);
        var run = store.Create(TimeProvider.System, new Random(1), id => new RunRecord { RunId = id, Started = default, Survey = "s", Real = false, Experiments = ["lost"] });
        run.Experiment("lost").Write(ExperimentFolder.Endpoint, Endpoint);
        fixture.Other.There[run.RunId + "/lost"] = new Resource("thing", run.RunId + "/lost", "1", new Dictionary<string, string>());
        await SweepAsync();

        Assert.Empty(fixture.Other.There);
    }

    [Fact]
    public async Task RunAsync_SaysResidueAndGoesOn_WhenAnEndpointFileIsTruncated()
    {
        await LeaveAsync(created: true);
        var store = new RunStore(fixture.Artifacts);
        var run = store.Create(TimeProvider.System, new Random(1), id => new RunRecord { RunId = id, Started = default, Survey = "s", Real = false, Experiments = ["damaged"] });
        AtomicFile.WriteText(run.Experiment("damaged").File(ExperimentFolder.Endpoint), "{\"network\": \"oth");

        var result = await SweepAsync();

        Assert.Contains("damaged of run", Assert.Single(result.Residue), StringComparison.Ordinal);
        Assert.Empty(fixture.Other.There);
    }

    [Fact]
    public async Task RunAsync_SaysResidueAndGoesOn_WhenANetworkRefuses()
    {
        await LeaveAsync(created: true);
        fixture.Other.Deletes = _ => false;
        var result = await SweepAsync();

        Assert.Equal(ExitCode.ResidueLeft, result.ExitCode);
        Assert.Contains("The network refuses to delete it.", result.Residue[0], StringComparison.Ordinal);

        fixture.Other.Deletes = _ => true;
        Assert.Equal(ExitCode.Done, (await SweepAsync()).ExitCode);
    }

    [Fact]
    public async Task RunAsync_NamesWhatIsMissing_WhenTheDriverIsUnknown()
    {
        using (var journal = Open())
            journal.Begin("run-1", "lost", Endpoint with { Driver = "elsewhere" });

        Assert.Contains("no driver 'elsewhere'", Assert.Single((await SweepAsync()).Residue), StringComparison.Ordinal);
    }

    private async Task LeaveAsync(bool created)
    {
        using var journal = Open();
        var experiment = journal.Begin("run-1", "lost", Endpoint);
        var resource = new Resource("thing", "run-1/lost", null, new Dictionary<string, string>());
        var ticket = await experiment.IntendAsync(resource, stop);
        fixture.Other.There[resource.Name] = resource with { Id = "1" };
        if (created)
            await experiment.CreatedAsync(ticket, resource with { Id = "1" }, stop);
    }

    private Journal Open() => Journal.Open(fixture.Artifacts.Journal, TimeProvider.System, fixture.Events);

    private Task<SweepResult> SweepAsync() => new Sweeper(fixture.Services).RunAsync(stop);
}
