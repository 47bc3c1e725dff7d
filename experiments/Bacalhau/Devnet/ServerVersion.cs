using Survey.Devnets.Bacalhau.Compute;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau;

/// <summary>The release whose protocol this is. The commit is all zeros: it was not built from that source.</summary>
internal static class ServerVersion
{
    public const string Text = "v1.9.3";
    public const string Commit = "0000000000000000000000000000000000000000";
    public const string BuildDate = "1970-01-01T00:00:00Z";

    /// <summary>The build date as Go prints a time, which is how the header has it.</summary>
    public const string BuildDateHeader = "1970-01-01 00:00:00 +0000 UTC";

    public static VersionInfo Info { get; } =
        new("1", "9", Text, Commit, BuildDate, MachineResources.OperatingSystemName, MachineResources.Architecture);
}
