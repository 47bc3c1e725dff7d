using System.Globalization;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>What this machine has, as a node without settings offers it: four fifths of everything.</summary>
internal static class MachineResources
{
    private const double Share = 0.8;

    public static NodeResources Offered(string folder) => new()
    {
        CPU = Math.Round(Environment.ProcessorCount * Share, 3),
        Memory = (ulong)(TotalMemory() * Share),
        Disk = (ulong)(new DriveInfo(folder).AvailableFreeSpace * Share),
    };

    public static string Architecture => System.Runtime.InteropServices.RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        var other => other.ToString().ToLowerInvariant(),
    };

    public static string OperatingSystemName => OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : "windows";

    private static long TotalMemory()
    {
        if (OperatingSystem.IsLinux())
        {
            var line = File.ReadLines("/proc/meminfo").First(text => text.StartsWith("MemTotal:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        }

        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }
}
