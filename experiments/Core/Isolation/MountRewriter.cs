using System.Text.RegularExpressions;

namespace Survey.Experiments.Isolation;

/// <summary>
/// Puts paths and ports of this machine where work that runs as a plain process would look inside its container: the target of a
/// mount in an argument or variable becomes its source, a port inside becomes the port of this machine that leads to it.
/// </summary>
public sealed class MountRewriter
{
    private readonly IReadOnlyList<(Regex Pattern, string Replacement)> rules;
    private readonly IReadOnlyDictionary<string, string> ports;

    /// <summary>A rewriter for one piece of work. Longer targets win over shorter ones.</summary>
    public MountRewriter(IReadOnlyList<WorkMount> mounts, IReadOnlyList<WorkPort> ports)
    {
        rules = [.. mounts.OrderByDescending(mount => mount.Target.Length).Select(Rule)];
        this.ports = ports.ToDictionary(port => $"{port.Target}", port => $"{port.HostPort}");
    }

    /// <summary>One argument or value, rewritten. Ports only when they stand alone.</summary>
    public string Rewrite(string text)
    {
        if (ports.TryGetValue(text, out var port))
            return port;
        foreach (var (pattern, replacement) in rules)
            text = pattern.Replace(text, replacement.Replace("$", "$$", StringComparison.Ordinal));
        return text;
    }

    // A path begins where no other path goes on, and ends where its last part does: /in is neither in /data/in nor in /inputs.
    private static (Regex Pattern, string Replacement) Rule(WorkMount mount) => (
        new Regex($"(?<![\\w./-]){Regex.Escape(mount.Target.TrimEnd('/'))}(?![\\w.-])", RegexOptions.CultureInvariant), mount.Source);
}
