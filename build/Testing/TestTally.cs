using System.Text.Json;
using Survey.Experiments;

namespace Survey.Build.Testing;

/// <summary>How many tests ran, over all projects.</summary>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failed">Tests that failed, and test programs that ended without a result.</param>
/// <param name="Skipped">Tests that said why they cannot run here.</param>
internal sealed record TestTally(int Passed, int Failed, int Skipped)
{
    /// <summary>Adds up the result files (CTRF, one per test program) of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="expected">The number of test programs; each one without a result file counts as failed.</param>
    /// <param name="exitCode">What <c>dotnet test</c> returned; a failure it reports is never lost.</param>
    public static TestTally Read(string folder, int expected, int exitCode)
    {
        var summaries = Directory.EnumerateFiles(folder, "*.ctrf").Select(Summary).ToList();
        var failed = summaries.Sum(summary => summary.Failed) + Math.Max(0, expected - summaries.Count);
        return new(
            summaries.Sum(summary => summary.Passed),
            exitCode != 0 ? Math.Max(1, failed) : failed,
            summaries.Sum(summary => summary.Skipped));
    }

    /// <summary>Fails the run when a test has failed.</summary>
    public void ThrowOnFailure()
    {
        if (Failed > 0)
            throw new SurveyException(ExitCode.FailedTests, $"{Failed} of {Passed + Failed} tests failed, see above.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Passed} passed, {Failed} failed{(Skipped == 0 ? "" : $", {Skipped} skipped")}";

    private static TestTally Summary(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var summary = document.RootElement.GetProperty("results").GetProperty("summary");
        return new(
            summary.GetProperty("passed").GetInt32(),
            summary.GetProperty("failed").GetInt32(),
            summary.GetProperty("skipped").GetInt32());
    }
}
