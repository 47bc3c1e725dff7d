using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Planning;

/// <summary>What a run would be asked to do.</summary>
public sealed record PlanOptions
{
    /// <summary>Which experiments.</summary>
    public SelectionOptions Selection { get; init; } = new();

    /// <summary>Whether the endpoints in the YAML are used (<c>--real</c>), not the devnets.</summary>
    public bool Real { get; init; }

    /// <summary>Whether endpoints that spend real money may be used (<c>--allow-mainnet</c>).</summary>
    public bool AllowMainnet { get; init; }

    /// <summary>The folder of experiments.yaml, for files it names.</summary>
    public string Folder { get; init; } = ".";

    /// <summary>
    /// Looks up whether a cached stage has to run, by stage and by the name of what it works on (dataset, model or image). Null when that
    /// cannot be told beforehand.
    /// </summary>
    public Func<Stage, string, StageVerdict?> Cached { get; init; } = (_, _) => null;

    /// <summary>The drivers.</summary>
    public IReadOnlyDictionary<string, NetworkDriver> Drivers { get; init; } = NetworkDrivers.All;
}
