using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification;

/// <summary>What <see cref="SurveyFile.Load(string, LoadOptions?)"/> takes beside the file.</summary>
public sealed record LoadOptions
{
    /// <summary>Overrides in the order given, each <c>path=value</c>, for example <c>models.cnn.epochs=1</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Looks up an environment variable; null when it is not set.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>The drivers whose settings and options are checked.</summary>
    public IReadOnlyDictionary<string, NetworkDriver> Drivers { get; init; } = NetworkDrivers.All;
}
