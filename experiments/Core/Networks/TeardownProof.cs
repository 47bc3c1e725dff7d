namespace Survey.Experiments.Networks;

/// <summary>What is left of the resources after a teardown.</summary>
/// <param name="Resources">One entry per resource.</param>
/// <param name="Payments">Money that moved during the teardown: refunds, settlements.</param>
public sealed record TeardownProof(IReadOnlyList<ResourceProof> Resources, IReadOnlyList<Payment> Payments)
{
    /// <summary>Whether nothing still computes, costs, holds money or grants access.</summary>
    public bool IsClean => Resources.All(resource => resource.Fate is not ResourceFate.Residue);
}

/// <summary>What became of one resource.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Fate">Gone, remains by the network's design, or residue.</param>
/// <param name="Evidence">What was asked and answered, in one sentence; for residue also what to do.</param>
public sealed record ResourceProof(Resource Resource, ResourceFate Fate, string Evidence);

/// <summary>What became of a resource.</summary>
public enum ResourceFate
{
    /// <summary>The network confirmed that it no longer exists or no longer does anything.</summary>
    Gone,

    /// <summary>A trace that the network keeps by design (a finished job's record, a transaction). Listed, not a failure.</summary>
    Remains,

    /// <summary>Still computes, costs, holds money or grants access. A failure.</summary>
    Residue,
}
