namespace Survey.Devnets;

/// <summary>
/// The right to keep state in a folder, of one devnet at a time. A host that was killed while its devnet started leaves one that nobody knows
/// yet: the next host must not get a second one beside it. The operating system ends the claim with its process.
/// </summary>
internal sealed class StateClaim : IDisposable
{
    private const string FileName = "claim";

    private readonly FileStream held;

    private StateClaim(FileStream held) => this.held = held;

    /// <summary>Takes the folder, or returns null when another process has it.</summary>
    public static StateClaim? TryTake(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new StateClaim(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();
}
