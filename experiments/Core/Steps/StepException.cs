using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>Builds the errors of steps: every one names the step, its place in the YAML, what happened and what to do.</summary>
internal static class StepException
{
    /// <summary>The error of one step.</summary>
    internal static NetworkException Of(Step step, NetworkErrorKind kind, string what, Exception? inner = null, TimeSpan? retryAfter = null) =>
        new(kind, $"Step '{step.Name}'{Place(step)}: {what}", inner) { RetryAfter = retryAfter };

    private static string Place(Step step) => step.Source is null ? "" : $" ({step.Source})";
}
