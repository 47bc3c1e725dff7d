using System.Net.Http.Json;
using Survey.Experiments.Running;

namespace Survey.Build.Tests.Crashes;

/// <summary>Ctrl-C and SIGTERM: everything is torn down, and the exit code says which signal it was.</summary>
public sealed class SignalTests
{
    private static readonly Dictionary<string, string> Unharmed = [];

    public static IEnumerable<TheoryDataRow<string, int>> Signals =>
        from name in CrashNetwork.All.Keys
        from signal in (int[])[HostProcess.Interrupt, HostProcess.Terminate]
        select new TheoryDataRow<string, int>(name, signal);

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Host_TearsDownAndSaysSo_WhenASignalComes(string name, int signal)
    {
        var network = CrashNetwork.All[name];
        await using var site = await CrashSite.OpenAsync();
        using var host = site.Start(Unharmed, $"--target={network.ServiceName}");
        await host.SeeAsync("Invoke started");
        host.Signal(signal);

        Assert.True(128 + signal == await host.ExitAsync(), host.Output);
        Assert.Empty(await network.Residue(site));
        Assert.True(Assert.Single(JournalState.Read(site.Artifacts.Journal).Experiments, experiment => experiment.Experiment == network.ServiceName).Ended);
        Assert.Equal(OutcomeState.Interrupted, Evidence(site, network).ReadOutcome()?.State);
    }

    [Fact]
    public async Task Host_GivesUpTheTeardown_WhenASecondSignalComes()
    {
        var network = CrashNetwork.All["bacalhau"];
        await using var site = await CrashSite.OpenAsync();
        using var host = site.Start(Unharmed, $"--target={network.ServiceName}");
        await host.SeeAsync("Invoke started");
        await DelayAnswersAsync(site, TimeSpan.FromMinutes(10));
        host.Signal(HostProcess.Interrupt);
        await host.SeeAsync("Teardown started");
        host.Signal(HostProcess.Interrupt);

        Assert.True(128 + HostProcess.Interrupt == await host.ExitAsync(), host.Output);
        Assert.NotEmpty(Assert.Single(JournalState.Read(site.Artifacts.Journal).Experiments, experiment => experiment.Experiment == network.ServiceName).Open);
        Assert.Contains("--target=Sweep", Evidence(site, network).ReadOutcome()?.Reason);

        await DelayAnswersAsync(site, TimeSpan.Zero);
        await site.SweepAsync();
        Assert.Empty(await network.Residue(site));
    }

    private static async Task DelayAnswersAsync(CrashSite site, TimeSpan latency)
    {
        var devnet = Assert.Single(site.Devnets("bacalhau"));
        using var http = new HttpClient();
        using var answer = await http.PutAsJsonAsync(
            $"{devnet.Endpoints["api"].TrimEnd('/')}/devnet/faults", new { latency }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static ExperimentFolder Evidence(CrashSite site, CrashNetwork network) =>
        Assert.Single(new RunStore(site.Artifacts).All()).Experiment(network.ServiceName);
}
