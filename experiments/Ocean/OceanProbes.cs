using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Payments;
using Survey.Experiments.Ocean.Probes;

namespace Survey.Experiments.Ocean;

/// <summary>Probes of single properties, on assets of our own.</summary>
internal sealed class OceanProbes(OceanContext context, MoneyTrail trail)
{
    public static IReadOnlyList<string> Names { get; } = [VersioningProbe.Name, AccessProbe.Name];

    public Task<ProbeResult> RunAsync(string probe, ExperimentRun run, CancellationToken cancellationToken) => probe switch
    {
        VersioningProbe.Name => new VersioningProbe(context, trail, run).RunAsync(cancellationToken),
        AccessProbe.Name => new AccessProbe(context, trail, run).RunAsync(cancellationToken),
        _ => throw new NetworkException(NetworkErrorKind.Rejected, $"The ocean driver has no probe '{probe}': take one of {string.Join(", ", Names)}."),
    };
}
