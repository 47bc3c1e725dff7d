using Survey.Experiments.Networks;

namespace Survey.Experiments.Publishing;

/// <summary>A place that hands out files to a network.</summary>
internal interface IFileHost : IResourceKeeper
{
    /// <summary>Makes a file readable, with a journal line before it is.</summary>
    Task<Uri> PublishAsync(string runId, FileArtifact file, Running.IExperimentJournal journal, CancellationToken cancellationToken);
}
