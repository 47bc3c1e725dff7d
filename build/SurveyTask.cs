using Cake.Frosting;
using Survey.Build.Terminal;
using Survey.Experiments;
using Survey.Experiments.Networks;

namespace Survey.Build;

/// <summary>A task that calls a library: it adds the way from the library's exceptions to the table of exit codes.</summary>
public abstract class SurveyTask : AsyncFrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public sealed override async Task RunAsync(BuildContext context)
    {
        try
        {
            await RunAsync(context, context.Cancellation);
        }
        catch (Exception exception)
        {
            // Cake wraps what a task throws in a report of its own and loses the exit code on the way.
            Session.ExitCode = ExitCodeOf(exception, context.Interruption);
            throw;
        }
    }

    /// <summary>Does the work.</summary>
    protected abstract Task RunAsync(BuildContext context, CancellationToken cancellationToken);

    internal static ExitCode ExitCodeOf(Exception exception, Interruption interruption) => exception switch
    {
        OperationCanceledException when interruption.ExitCode is { } signal => signal,
        SurveyException survey => survey.ExitCode,
        NetworkException { Kind: NetworkErrorKind.OverBudget } => ExitCode.OverBudget,
        NetworkException { Kind: NetworkErrorKind.Unauthorized } => ExitCode.MissingPrerequisite,
        NetworkException => ExitCode.FailedExperiment,
        _ => ExitCode.Error,
    };
}
