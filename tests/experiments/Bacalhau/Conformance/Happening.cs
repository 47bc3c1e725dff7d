using System.Text.Json.Nodes;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>What the recorder noted besides calls and that has to be made to happen here as well.</summary>
internal enum HappeningKind
{
    NodeKilled,
    NodeShutDown,
    NodeRestarted,
    ContainerKilled,
}

/// <summary>One of them.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Zone">The node's label <c>zone</c>; empty for a container.</param>
internal sealed record Happening(HappeningKind Kind, string Zone)
{
    public static Happening? Of(JsonObject entry)
    {
        if (!entry.ContainsKey("observation"))
            return null;
        var note = entry["note"]?.ToString() ?? "";
        HappeningKind? kind = note switch
        {
            _ when note.Contains("got SIGKILL now", StringComparison.Ordinal) => HappeningKind.NodeKilled,
            _ when note.Contains("got SIGTERM now", StringComparison.Ordinal) => HappeningKind.NodeShutDown,
            _ when note.Contains("compute node started again", StringComparison.Ordinal) => HappeningKind.NodeRestarted,
            _ when note.Contains("killed and started again", StringComparison.Ordinal) => HappeningKind.NodeRestarted,
            "docker kill of the container" or "docker rm -f of the container" => HappeningKind.ContainerKilled,
            _ => null,
        };
        var zone = entry["data"] is JsonObject data ? data["node"]?.ToString().Replace("zone ", "", StringComparison.Ordinal) : null;
        return kind is { } known ? new Happening(known, zone ?? "alpha") : null;
    }
}
