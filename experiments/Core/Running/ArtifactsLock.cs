using System.Text.Json;

namespace Survey.Experiments.Running;

/// <summary>
/// One run per artifacts folder. The operating system's lock on <c>lock.held</c> decides (it ends with its process, however that ends);
/// <c>lock</c> beside it names the holder in words.
/// </summary>
public sealed class ArtifactsLock : IDisposable
{
    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly HashSet<int> InUseCodes = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream held;
    private readonly string path;

    private ArtifactsLock(FileStream held, string path, LockHolder? stale) => (this.held, this.path, StaleHolder) = (held, path, stale);

    /// <summary>The last holder, when it ended without giving the lock back (killed, power cut); null otherwise.</summary>
    public LockHolder? StaleHolder { get; }

    /// <summary>Takes the lock.</summary>
    /// <exception cref="ArtifactsException">Another process has it (the message names it), or the folder cannot be written.</exception>
    public static ArtifactsLock Take(ArtifactFolder artifacts, TimeProvider time)
    {
        var held = OpenHeld(artifacts);
        try
        {
            var stale = ReadHolder(artifacts);
            AtomicFile.WriteJson(artifacts.Lock, new LockHolder(Environment.ProcessId, Environment.MachineName, time.GetUtcNow().UtcDateTime));
            return new ArtifactsLock(held, artifacts.Lock, stale);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Who wrote its name into the lock; null when nobody did.</summary>
    public static LockHolder? ReadHolder(ArtifactFolder artifacts)
    {
        try
        {
            return JsonSerializer.Deserialize<LockHolder>(File.ReadAllText(artifacts.Lock), ArtifactJson.Options);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The name goes first: whoever gets the lock next must not find it and think that this process was killed.
        File.Delete(path);
        held.Dispose();
    }

    private static FileStream OpenHeld(ArtifactFolder artifacts)
    {
        var path = artifacts.Lock + ".held";
        try
        {
            Directory.CreateDirectory(artifacts.Root);
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException cause) when (InUseCodes.Contains(cause.HResult))
        {
            throw new ArtifactsException(
                $"The artifacts folder '{artifacts.Root}' is in use by {ReadHolder(artifacts)?.ToString() ?? "another process"}. "
                + "Wait until it ends, or use another folder with --artifacts=<folder>.",
                cause);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw ArtifactsException.Unwritable(path, cause);
        }
    }
}
