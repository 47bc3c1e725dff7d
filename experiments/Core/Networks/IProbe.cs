namespace Survey.Experiments.Networks;

/// <summary>An optional look at single properties of a network (versioning, access control), made after Invoke of the experiments that ask for it.</summary>
public interface IProbe
{
    /// <summary>The probes this driver knows, by the name used in <c>probes:</c> of an experiment.</summary>
    IReadOnlyList<string> Probes { get; }

    /// <summary>Runs one probe. Resources it creates go through the run's journal like any other.</summary>
    Task<ProbeResult> ProbeAsync(string probe, ExperimentRun run, CancellationToken cancellationToken);
}

/// <summary>What a probe found.</summary>
/// <param name="Probe">Its name.</param>
/// <param name="Property">The survey property it speaks about, for example <c>management</c>.</param>
/// <param name="Steps">What was done and seen, in order.</param>
/// <param name="Verdict">One sentence for the report.</param>
public sealed record ProbeResult(string Probe, string Property, IReadOnlyList<ProbeStep> Steps, string Verdict)
{
    /// <summary>Money that moved for the probe.</summary>
    public IReadOnlyList<Payment> Payments { get; init; } = [];
}

/// <summary>One step of a probe.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Succeeded">Whether the network did it.</param>
/// <param name="Observed">What was seen, in one sentence.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record ProbeStep(string Name, bool Succeeded, string Observed, TimeSpan? Elapsed = null);
