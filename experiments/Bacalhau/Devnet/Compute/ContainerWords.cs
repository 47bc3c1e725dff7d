using System.ComponentModel;
using System.Text.RegularExpressions;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>
/// What a container engine would refuse, in its words, where work runs as a plain process: a job that fails on a real node fails here as
/// well, and for the same reason.
/// </summary>
internal static partial class ContainerWords
{
    private const long LeastBytes = 6L << 20;
    private const int NoSuchFile = 2;
    private const string NotStarted = "Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";

    /// <summary>Refuses to create what no engine creates.</summary>
    /// <exception cref="WorkStartException">The order is one.</exception>
    public static void CheckOrder(WorkOrder order)
    {
        if (Problem(order) is { } problem)
            throw new WorkStartException(created: false, $"Error response from daemon: {problem}");
    }

    /// <summary>Why the program did not start, as an engine says it.</summary>
    public static string OfStart(WorkStartException exception)
    {
        if (Program().Match(exception.Message) is not { Success: true } program)
            return exception.Message;
        var name = program.Groups[1].Value;
        var why = (IsMissing(exception), name.Contains('/', StringComparison.Ordinal)) switch
        {
            (true, true) => $"stat {name}: no such file or directory",
            (true, false) => "executable file not found in $PATH",
            _ => "permission denied",
        };
        return $"{NotStarted}exec: \"{name}\": {why}: unknown";
    }

    private static string? Problem(WorkOrder order)
    {
        if (order.MemoryBytes is > 0 and < LeastBytes)
            return "Minimum memory limit allowed is 6MB";
        if (order.Mounts.FirstOrDefault(mount => !mount.Target.StartsWith('/')) is { } relative)
            return $"invalid mount config for type \"bind\": invalid mount path: '{relative.Target}' mount path must be absolute";
        if (order.Mounts.Any(mount => mount.Target.Trim('/').Length == 0))
            return "invalid mount config for type \"bind\": invalid specification: destination can't be '/'";
        return order.Mounts.GroupBy(mount => mount.Target.TrimEnd('/')).FirstOrDefault(mounts => mounts.Count() > 1) is { } twice
            ? $"Duplicate mount point: {twice.Key}"
            : null;
    }

    private static bool IsMissing(Exception? exception) =>
        exception is not null && (exception is Win32Exception { NativeErrorCode: NoSuchFile } || IsMissing(exception.InnerException));

    [GeneratedRegex("^exec: \"([^\"]*)\": ")]
    private static partial Regex Program();
}
