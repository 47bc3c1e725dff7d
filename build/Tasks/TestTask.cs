using Cake.Frosting;
using Survey.Build.Terminal;
using Survey.Build.Testing;

namespace Survey.Build.Tasks;

/// <summary>Runs the tests.</summary>
[TaskName("Test")]
[TaskDescription("Compiles and runs all test projects; the last line says how many passed and failed.")]
[Argument("--suite=soak", "runs the long tests instead, which are otherwise left out")]
[Argument("--share=0.1", "with --suite=soak: the share of its length that is run; by default SURVEY_SOAK_SHARE, else all of it")]
public sealed class TestTask : SurveyTask
{
    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var run = new TestRun(Repository.Root, Path.Combine(context.Artifacts.Root, "tests"), context.Option("suite"), context.Option("share"));
        var result = await run.ExecuteAsync(cancellationToken);
        Session.LastLine = result.ToString();
        result.ThrowOnFailure();
    }
}
