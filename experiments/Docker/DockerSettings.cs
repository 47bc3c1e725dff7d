using System.ComponentModel;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Docker;

/// <summary>What <c>networks.x.settings</c> says about the baseline.</summary>
[Description("The machine at hand: Docker where an engine answers, a plain process otherwise.")]
public sealed record DockerSettings
{
    /// <summary>What one hour of this machine costs.</summary>
    [Description("What one hour of this machine costs, for example '0.05 EUR'. Absent: own hardware at no price.")]
    public Money? PricePerHour { get; init; }
}
