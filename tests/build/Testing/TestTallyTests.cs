using System.Text.Json;
using Survey.Build.Testing;
using Survey.Experiments;

namespace Survey.Build.Tests.Testing;

public sealed class TestTallyTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("survey-results-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_AddsUp_WhenSeveralFilesAreThere()
    {
        Write("one.ctrf", passed: 3, failed: 0, skipped: 1);
        Write("two.ctrf", passed: 4, failed: 2, skipped: 0);

        Assert.Equal("7 passed, 2 failed, 1 skipped", TestTally.Read(folder, expected: 2, exitCode: 2).ToString());
    }

    [Fact]
    public void Read_CountsAFailure_WhenAProgramLeftNoFile()
    {
        Write("one.ctrf", passed: 3, failed: 0, skipped: 0);

        Assert.Equal("3 passed, 1 failed", TestTally.Read(folder, expected: 2, exitCode: 0).ToString());
    }

    [Fact]
    public void Read_CountsAFailure_WhenOnlyTheExitCodeTellsOfIt()
    {
        Write("one.ctrf", passed: 3, failed: 0, skipped: 0);

        Assert.Equal(1, TestTally.Read(folder, expected: 1, exitCode: 7).Failed);
    }

    [Fact]
    public void ThrowOnFailure_CarriesTheExitCode_WhenATestFailed()
    {
        var exception = Assert.Throws<SurveyException>(() => new TestTally(1, 1, 0).ThrowOnFailure());

        Assert.Equal(ExitCode.FailedTests, exception.ExitCode);
    }

    private void Write(string name, int passed, int failed, int skipped) => File.WriteAllText(
        Path.Combine(folder, name),
        JsonSerializer.Serialize(new { results = new { summary = new { passed, failed, skipped } } }));
}
