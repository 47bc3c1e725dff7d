using System.Globalization;

namespace Survey.Experiments.Isolation;

/// <summary>Reads what a process and its children hold in memory, from Linux's /proc. Elsewhere the answer is zero.</summary>
internal static class ProcessMemory
{
    public static long ResidentBytes(int processId) => OperatingSystem.IsLinux() ? Resident(processId, depth: 0) : 0;

    private static long Resident(int processId, int depth)
    {
        const int MostGenerations = 16;
        try
        {
            // size resident shared text lib data dirty, in pages. What is shared (mapped libraries) counts once per machine, not here.
            var fields = File.ReadAllText($"/proc/{processId}/statm").Split(' ');
            var pages = long.Parse(fields[1], CultureInfo.InvariantCulture) - long.Parse(fields[2], CultureInfo.InvariantCulture);
            var own = pages * Environment.SystemPageSize;
            if (depth == MostGenerations)
                return own;
            var children = File.ReadAllText($"/proc/{processId}/task/{processId}/children");
            return own + children.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Sum(child => Resident(int.Parse(child, CultureInfo.InvariantCulture), depth + 1));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0; // It has just ended.
        }
    }
}
