namespace Survey.Experiments.Running;

/// <summary>How far an experiment of a run has come, by the files it left (each is complete or absent).</summary>
internal enum ExperimentProgress
{
    /// <summary>Nothing that could be gone on with.</summary>
    New,

    /// <summary>Deployed and held.</summary>
    Deployed,

    /// <summary>Its workload is done; what it had there is still to be removed.</summary>
    Invoked,
}
