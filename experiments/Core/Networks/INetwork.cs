namespace Survey.Experiments.Networks;

/// <summary>
/// One network as seen through its driver. A driver never touches the console, never sleeps without a cancellation token, never
/// reads a clock but the <see cref="TimeProvider"/> it was given, and records every resource in the journal before it creates it.
/// </summary>
public interface INetwork : IResourceKeeper
{
    /// <summary>What the network can do and, for each thing it cannot, the reason.</summary>
    Capabilities Capabilities { get; }

    /// <summary>Hardware and prices on offer now, without spending anything.</summary>
    Task<NetworkSurvey> SurveyAsync(CancellationToken cancellationToken);

    /// <summary>The most the experiment can cost. Nothing is created before the quote is within the budget.</summary>
    Task<Quote> QuoteAsync(ExperimentRun run, CancellationToken cancellationToken);

    /// <summary>Brings the experiment to the point where the first workload can be sent. Nothing computes yet for a batch.</summary>
    Task<Deployment> DeployAsync(ExperimentRun run, CancellationToken cancellationToken);

    /// <summary>Runs one workload: submit, wait, fetch, check.</summary>
    Task<Invocation> InvokeAsync(ExperimentRun run, Deployment deployment, CancellationToken cancellationToken);
}

/// <summary>Whose residue is looked for.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Experiment">One experiment of the run, or null for all of it.</param>
/// <param name="Journalled">What the journal says was created and not yet proved gone.</param>
public sealed record ResidueScope(string RunId, string? Experiment, IReadOnlyList<Resource> Journalled);
