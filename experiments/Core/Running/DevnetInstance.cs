using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Running;

/// <summary>Which devnet an experiment uses: the network's, or one of its own when it asks for faults that must not hit the others.</summary>
/// <param name="Driver">The driver whose network it stands in for.</param>
/// <param name="Name">Name of its state folder under <c>artifacts/devnet/</c>.</param>
/// <param name="Options">Options it is started with.</param>
/// <param name="Faults">Faults in force from the start, as JSON; null for none.</param>
public sealed record DevnetInstance(string Driver, string Name, IReadOnlyDictionary<string, string> Options, string? Faults = null)
{
    private static readonly Dictionary<string, string> Usual = [];

    /// <summary>The one of a network. Networks whose settings ask for another devnet do not share it.</summary>
    public static DevnetInstance Shared(string driver, IReadOnlyDictionary<string, string> options) => new(driver, driver + Suffix(options), options);

    /// <summary>One for a single experiment.</summary>
    public static DevnetInstance Own(string driver, string experiment, IReadOnlyDictionary<string, string> options, string? faults = null) =>
        new(driver, $"{driver}.{experiment}{Suffix(options)}", options, faults);

    /// <summary>The one that holds the state of an experiment of an earlier run.</summary>
    public static DevnetInstance Of(ArtifactFolder artifacts, string driver, string experiment, IReadOnlyDictionary<string, string> options)
    {
        var own = Own(driver, experiment, options);
        return Directory.Exists(artifacts.Devnet(own.Name)) ? own : Shared(driver, options);
    }

    /// <summary>What a network's settings ask of the devnet that stands in for it.</summary>
    /// <exception cref="SpecificationException">The settings do not fit the driver's record.</exception>
    public static IReadOnlyDictionary<string, string> OptionsOf(NetworkDriver driver, JsonObject? settings) =>
        driver.DevnetOptions?.Invoke(driver.BindSettings(settings)) ?? Usual;

    private static string Suffix(IReadOnlyDictionary<string, string> options) =>
        string.Concat(options.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => $"@{option.Key}-{option.Value}"));
}
