using System.Runtime.CompilerServices;
using Xunit;

namespace Survey.Experiments.Tests.Reporting;

/// <summary>Compares a whole file with the one that was looked at and committed. <c>SURVEY_ACCEPT_SNAPSHOTS=1</c> takes what was rendered as the new one.</summary>
internal static class Snapshot
{
    public static void Match(string name, string actual, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(source)!, "Snapshots", name);
        if (Environment.GetEnvironmentVariable("SURVEY_ACCEPT_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"There is no snapshot '{name}': look at the output and run the test with SURVEY_ACCEPT_SNAPSHOTS=1.");
        Assert.Equal(File.ReadAllText(path), actual, ignoreLineEndingDifferences: false);
    }
}
