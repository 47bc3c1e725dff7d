using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>The proof of a teardown: <c>teardown.json</c>.</summary>
/// <param name="Resources">What became of each resource.</param>
/// <param name="Payments">Money that moved.</param>
/// <param name="Residue">What could not be removed, a sentence each; empty when the network has nothing left.</param>
/// <param name="AnsweredSeconds">From asking for deletion to the network's proof.</param>
/// <param name="TimeToGoneSeconds">From asking for deletion to the network's word that nothing is left.</param>
public sealed record TeardownReport(
    IReadOnlyList<ResourceProof> Resources,
    IReadOnlyList<Payment> Payments,
    IReadOnlyList<string> Residue,
    TimeSpan AnsweredSeconds,
    TimeSpan TimeToGoneSeconds)
{
    /// <summary>Its counts.</summary>
    public TeardownSummary Summarize() => new(
        Resources.Count(proof => proof.Fate is ResourceFate.Gone), Resources.Count(proof => proof.Fate is ResourceFate.Remains), Residue);
}
