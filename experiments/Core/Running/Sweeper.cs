using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;

namespace Survey.Experiments.Running;

/// <summary>
/// Cleans up after runs that died: everything not proved gone whose run has neither a living owner (the caller holds the only lock) nor an
/// unexpired hold. Needs the journal and the credentials, not the YAML.
/// </summary>
public sealed class Sweeper(RunServices services)
{
    private const int Attempts = 3;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Takes the lock, sweeps, gives the lock back.</summary>
    /// <exception cref="ArtifactsException">A run is under way, or the journal cannot be read or written.</exception>
    public async Task<SweepResult> RunAsync(CancellationToken cancellationToken)
    {
        using var held = ArtifactsLock.Take(services.Artifacts, services.Time);
        using var journal = Journal.Open(services.Artifacts.Journal, services.Time, services.Events);
        return await RunAsync(journal, cancellationToken);
    }

    internal async Task<SweepResult> RunAsync(Journal journal, CancellationToken cancellationToken)
    {
        var state = JournalState.Read(services.Artifacts.Journal);
        foreach (var damage in state.Damage)
            services.Events.Report(new WarningEvent("Sweep", $"Line {damage.Line} of the journal cannot be read and is left out: {damage.Text}"));
        var entries = new List<SweepEntry>();
        var holds = new List<SweepHold>();
        foreach (var experiment in state.Experiments.Where(experiment => !experiment.Ended).Concat(Unjournalled(state)))
        {
            if (experiment.HeldUntil is { } until && until > services.Time.GetUtcNow())
                holds.Add(new SweepHold(experiment.Run, experiment.Experiment, until));
            else
                entries.Add(await SweepAsync(journal, experiment, cancellationToken));
        }

        return new SweepResult(entries, holds, state.Damage);
    }

    // A journal that was cut short says nothing about the experiments behind the cut, but their folders do.
    private IEnumerable<JournalExperiment> Unjournalled(JournalState state)
    {
        var known = state.Experiments.Select(experiment => (experiment.Run, experiment.Experiment)).ToHashSet();
        return new RunStore(services.Artifacts).All()
            .SelectMany(run => run.Experiments(), (run, experiment) => (run.RunId, Folder: experiment))
            .Where(entry => entry.Folder.Has(ExperimentFolder.Endpoint) && !entry.Folder.Has(ExperimentFolder.Outcome) && !known.Contains((entry.RunId, entry.Folder.Experiment)))
            .Select(entry => (entry.RunId, entry.Folder.Experiment, Endpoint: ReadEndpoint(entry.Folder)))
            .Select(entry => new JournalExperiment(entry.RunId, entry.Experiment, entry.Endpoint?.Network ?? "unknown", entry.Endpoint, [], Ended: false, HeldUntil: null));
    }

    // One damaged file must not keep the others from being swept: without its endpoint the experiment counts as residue.
    private NetworkEndpoint? ReadEndpoint(ExperimentFolder folder)
    {
        try
        {
            return folder.Read<NetworkEndpoint>(ExperimentFolder.Endpoint);
        }
        catch (ArtifactsException damage)
        {
            services.Events.Report(new WarningEvent("Sweep", damage.Message));
            return null;
        }
    }

    private async Task<SweepEntry> SweepAsync(Journal journal, JournalExperiment experiment, CancellationToken cancellationToken)
    {
        services.Events.Report(new NoteEvent("Sweep", $"{experiment.Experiment} of run {experiment.Run} was not finished: {experiment.Open.Count} resources to look for."));
        using var limit = new CancellationTokenSource(Limit, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var network = await OpenAsync(experiment, either.Token);
            var retry = new NetworkRetry(Attempts, services.Time, services.Random);
            var report = await new ResidueRemoval(network, retry, services.Time).RunAsync(journal.Continue(experiment), experiment.Experiment, either.Token);
            return new SweepEntry(
                experiment.Run,
                experiment.Experiment,
                experiment.Network,
                [.. report.Resources.Where(proof => proof.Fate is ResourceFate.Gone)],
                [.. report.Resources.Where(proof => proof.Fate is ResourceFate.Remains)],
                report.Residue);
        }
        catch (Exception cause) when (cause is not ArtifactsException && !cancellationToken.IsCancellationRequested)
        {
            // One network that does not answer must not keep the others from being swept.
            var reason = cause is OperationCanceledException ? $"it took longer than {Limit.TotalMinutes:0} minutes" : cause.Message.TrimEnd('.');
            return new SweepEntry(experiment.Run, experiment.Experiment, experiment.Network, [], [], [Unproved(experiment, reason)]);
        }
    }

    private static string Unproved(JournalExperiment experiment, string reason)
    {
        var what = experiment.Open.Count == 0 ? "resources unknown" : string.Join(", ", experiment.Open.Select(entry => $"{entry.Resource.Kind} {entry.Resource.Name}"));
        return $"{experiment.Experiment} of run {experiment.Run} on '{experiment.Network}' ({what}) could not be proved gone: {reason}. Set what is missing and run --target=Sweep again.";
    }

    private async Task<IResourceKeeper> OpenAsync(JournalExperiment experiment, CancellationToken cancellationToken)
    {
        var endpoint = experiment.Endpoint ?? throw new ArgumentException("the record of where it ran is lost");
        if (Publications.Open(endpoint, services) is { } publication)
            return publication;
        if (!services.Drivers.TryGetValue(endpoint.Driver, out var driver))
            throw new ArgumentException($"this program has no driver '{endpoint.Driver}'");
        if (endpoint.Standing is Standing.Devnet)
        {
            // The devnet may have ended since; its state has not, and it comes up with it at another address.
            var standIn = endpoint.Devnet ?? endpoint.Driver;
            var options = DevnetInstance.OptionsOf(driver, JsonNode.Parse(endpoint.Settings)?.AsObject());
            var address = await services.Devnets.EnsureAsync(DevnetInstance.Of(services.Artifacts, standIn, experiment.Experiment, options), cancellationToken);
            endpoint = endpoint with { Address = address };
        }

        return driver.Create(endpoint, new NetworkServices(services.Http, services.Time, services.Events, services.Secrets.Resolve, services.Random));
    }
}
