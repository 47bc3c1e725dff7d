using System.ComponentModel;
using Survey.Experiments.Isolation;

namespace Survey.Experiments.Docker;

/// <summary>What <c>experiments.x.options</c> says to the baseline.</summary>
[Description("Options of the baseline driver.")]
public sealed record DockerOptions
{
    /// <summary>How the worker is isolated.</summary>
    [Description("auto (Docker where an engine answers, else process), docker or process.")]
    public IsolationKind Isolation { get; init; } = IsolationKind.Auto;
}
