using Survey.Experiments;

namespace Survey.Build.Tests;

public sealed class ReadmeTests
{
    [Theory]
    [MemberData(nameof(ExitCodes))]
    public void Readme_ListsTheExitCode_WhenTheProgramHasIt(ExitCode exitCode)
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root, "README.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal));

        Assert.Contains(rows, row => row.Split('|')[1].Split(',').Any(code => code.Trim() == $"{(int)exitCode}"));
    }

    public static TheoryData<ExitCode> ExitCodes() => [.. Enum.GetValues<ExitCode>()];
}
