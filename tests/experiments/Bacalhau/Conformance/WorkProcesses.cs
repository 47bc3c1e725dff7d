using System.Diagnostics;
using System.Globalization;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Kills the work of a job from outside, as somebody with access to the node's machine could.</summary>
internal static class WorkProcesses
{
    public static void Kill(string jobId)
    {
        var mark = $"BACALHAU_JOB_ID={jobId}";
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            if (EnvironmentOf(folder).Split('\0').Contains(mark))
                Process.GetProcessById(int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).Kill();
        }
    }

    private static string EnvironmentOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "environ"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // It ended meanwhile, or belongs to somebody else.
        }
    }
}
