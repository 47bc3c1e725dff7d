using Survey.Experiments.Archives;

namespace Survey.Experiments.Steps;

/// <summary>Unpacks the body of an answer.</summary>
internal static class StepArchive
{
    /// <summary>Unpacks into a folder that is emptied first, so that a repeated workload does not meet the files of the last.</summary>
    internal static async Task ExtractAsync(Step step, ExtractSpec extract, byte[] body, string folder, CancellationToken cancellationToken)
    {
        if (body.Length == 0)
            throw StepException.Of(step, Networks.NetworkErrorKind.Untrustworthy, "the answer is empty, an archive was expected.");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        using var archive = new MemoryStream(body);
        await (extract.Format == ArchiveFormat.TarGz
            ? SafeTar.ExtractGzipAsync(archive, folder, ArchiveLimits.Default, cancellationToken)
            : SafeTar.ExtractAsync(archive, folder, ArchiveLimits.Default, cancellationToken));
    }
}
