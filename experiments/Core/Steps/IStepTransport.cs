using Scriban.Runtime;

namespace Survey.Experiments.Steps;

/// <summary>Carries out one step: sends a request, runs a command.</summary>
internal interface IStepTransport<in TStep> : IAsyncDisposable
    where TStep : Step
{
    /// <summary>
    /// Sends the step once and returns the answer, whatever its code. A connection that fails or times out is a
    /// <see cref="Networks.NetworkException"/> of the transient kind.
    /// </summary>
    Task<StepAnswer> SendAsync(TStep step, ScriptObject variables, CancellationToken cancellationToken);
}
