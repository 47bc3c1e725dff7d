using Survey.Experiments.Measuring;

namespace Survey.Experiments.Networks;

/// <summary>
/// What Deploy leaves for Invoke. Written to the run store, so that both can be separate commands: it holds no live object and no secret.
/// </summary>
/// <param name="Id">The id of what was deployed, in the network's own terms; null where a batch has nothing yet.</param>
/// <param name="Endpoint">Where the service answers; null for a batch.</param>
/// <param name="Properties">Whatever else Invoke needs.</param>
/// <param name="Clocks">Clocks known so far (push, publish, start of a service).</param>
/// <param name="Payments">Money that moved so far.</param>
public sealed record Deployment(
    string? Id,
    Uri? Endpoint,
    IReadOnlyDictionary<string, string> Properties,
    Clocks Clocks,
    IReadOnlyList<Payment> Payments)
{
    /// <summary>Name of the property that says how work is isolated where it runs under our own hands: <c>container</c> or <c>process</c>.</summary>
    public const string IsolationProperty = "isolation";
}
