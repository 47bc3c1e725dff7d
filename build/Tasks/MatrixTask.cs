using Cake.Frosting;
using Survey.Build.Terminal;
using Survey.Experiments.Planning;

namespace Survey.Build.Tasks;

/// <summary>Prints the matrix GitHub Actions fans out over, and writes $GITHUB_OUTPUT where it is set.</summary>
[TaskName("Matrix")]
[TaskDescription("Prints the matrix GitHub Actions fans out over, and writes $GITHUB_OUTPUT where it is set.")]
[Argument("--experiment=a,b", "names or globs; also --network=, --model=, --profile=full")]
public sealed class MatrixTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var plan = context.Survey.Plan();
        Session.Document.WriteLine(ExperimentMatrix.ByExperiment(plan));
        if (Environment.GetEnvironmentVariable("GITHUB_OUTPUT") is { Length: > 0 } output)
            ExperimentMatrix.AppendTo(plan, output);
        return Task.CompletedTask;
    }
}
