namespace Survey.Experiments.Running;

/// <summary>The artifacts folder cannot be used: locked, read-only, full or damaged. The message says what to do.</summary>
public sealed class ArtifactsException(string message, Exception? innerException = null)
    : SurveyException(ExitCode.ArtifactsUnusable, message, innerException)
{
    // ENOSPC and EDQUOT on Linux and macOS, ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static readonly HashSet<int> FullDiskCodes = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>A failed write in words that say what to do.</summary>
    internal static ArtifactsException Unwritable(string path, Exception cause) => new(
        cause is IOException full && IsFullDisk(full)
            ? $"'{path}' cannot be written: the disk is full. Nothing of it was kept half-written; free some space and run the same command again."
            : $"'{path}' cannot be written: {cause.Message} Make the artifacts folder writable, or name another one with --artifacts=<folder>.",
        cause);

    /// <summary>Whether a write failed for want of space or quota.</summary>
    internal static bool IsFullDisk(IOException cause) => FullDiskCodes.Contains(cause.HResult);
}
