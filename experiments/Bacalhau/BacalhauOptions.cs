using System.ComponentModel;

namespace Survey.Experiments.Bacalhau;

/// <summary>Options of an experiment on Bacalhau.</summary>
[Description("Options of an experiment on Bacalhau.")]
public sealed record BacalhauOptions
{
    /// <summary>Host port of a service.</summary>
    [Description("Port of the node that a service is reached at, 1024 to 65535; 0 takes one by chance.")]
    public int Port { get; init; }

    /// <summary>Time a job may wait for nodes.</summary>
    [Description("Time a job may wait for nodes, for example 2m; 0 fails at once when nodes are short. The server looks only once a minute.")]
    public TimeSpan Queue { get; init; }

    /// <summary>Label constraints.</summary>
    [Description("Labels that the nodes must have, for example zone: alpha.")]
    public IReadOnlyDictionary<string, string> Constraints { get; init; } = new Dictionary<string, string>();
}
