using System.Globalization;
using Survey.Experiments.Isolation;

namespace Survey.Devnets;

/// <summary>What every devnet is started with.</summary>
public sealed record DevnetSettings
{
    /// <summary>Folder for everything it keeps: inputs, results, keys. Made when missing.</summary>
    public required string StateFolder { get; init; }

    /// <summary>How it runs the work it is given.</summary>
    public IsolationKind Isolation { get; init; } = IsolationKind.Auto;

    /// <summary>Images known from the start; more can be told to the devnet while it runs.</summary>
    public IReadOnlyList<ProcessImage> Images { get; init; } = [];

    /// <summary>Faults in force from the start.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>The only clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The devnet's own options, by name.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>A whole number among the options.</summary>
    /// <exception cref="ArgumentException">The option is there and is no whole number from <paramref name="least"/> to <paramref name="most"/>.</exception>
    public int Option(string name, int fallback, int least, int most)
    {
        if (!Options.TryGetValue(name, out var text))
            return fallback;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        throw new ArgumentException($"Option '{name}' is '{text}': give a whole number from {least} to {most}.");
    }

    /// <summary>A switch among the options; off unless given as <c>true</c>.</summary>
    public bool Switch(string name) => Options.TryGetValue(name, out var text) && bool.TryParse(text, out var on) && on;
}
