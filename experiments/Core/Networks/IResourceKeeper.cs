namespace Survey.Experiments.Networks;

/// <summary>Whatever holds resources of a run and can give them up: a network, a registry, a place that hosts files.</summary>
public interface IResourceKeeper : IAsyncDisposable
{
    /// <summary>
    /// Deletes the given resources in reverse order of their creation, polls until they are gone and returns the proof. Also called by
    /// Sweep with nothing but what the journal holds, so everything needed to delete stands in <see cref="Resource.Properties"/>.
    /// Safe to repeat: a resource that is gone already is proved gone.
    /// </summary>
    Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken);

    /// <summary>Asks for what the given run still has there: what computes, costs, holds money or grants access.</summary>
    Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken);
}
