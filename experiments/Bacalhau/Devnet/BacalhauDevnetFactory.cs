using System.Globalization;

namespace Survey.Devnets.Bacalhau;

/// <summary>How the Bacalhau devnet is known to <c>DevnetHost</c>.</summary>
public static class BacalhauDevnetFactory
{
    private const int MostNodes = 64;

    /// <summary>The factory.</summary>
    public static DevnetFactory Instance { get; } = new(
        "bacalhau",
        "A Bacalhau 1.9.3 orchestrator with its compute nodes.",
        new Dictionary<string, string>
        {
            ["nodes"] = $"compute nodes, 1 to {MostNodes} (4)",
            ["defects"] = "true shows the defects of 1.9.3: rerun lock, jobs above 1 MiB, one log stream per node (false)",
            ["time-scale"] = "factor on the delays of a real node: heartbeat, queue, node loss (1)",
        },
        async (settings, cancellationToken) => await BacalhauDevnet.StartAsync(settings, Read(settings), cancellationToken));

    private static BacalhauDevnetOptions Read(DevnetSettings settings)
    {
        var scale = settings.Options.TryGetValue("time-scale", out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : 1;
        return new BacalhauDevnetOptions
        {
            Nodes = settings.Option("nodes", 4, 1, MostNodes),
            Defects = settings.Switch("defects") ? BacalhauDefects.All : BacalhauDefects.None,
            Timing = new BacalhauTiming().Scaled(scale),
        };
    }
}
