namespace Survey.Experiments.Running;

/// <summary>Whether a cached stage has to run, and why.</summary>
/// <param name="MustRun">Whether it has to run.</param>
/// <param name="Sentence">The reason, for the log, Plan and the report: <c>Train cnn: up to date (inputs unchanged since 2026-11-23 08:40)</c>.</param>
/// <param name="Changes">The inputs that differ from the last time.</param>
public sealed record StageVerdict(bool MustRun, string Sentence, IReadOnlyList<StageChange> Changes);

/// <summary>One input that changed.</summary>
/// <param name="Input">Its name: <c>models.cnn.epochs</c>.</param>
/// <param name="Before">What it was; null when it is new.</param>
/// <param name="Now">What it is; null when it is no longer an input.</param>
public sealed record StageChange(string Input, string? Before, string? Now)
{
    private const int DigestLength = 64;

    /// <inheritdoc/>
    public override string ToString() => (Before, Now) switch
    {
        (null, _) => $"{Input} is new",
        (_, null) => $"{Input} is no longer an input",
        (_, StageKey.Absent) => $"{Input} is not there yet",
        _ when Input.StartsWith("code ", StringComparison.Ordinal) => $"the program changed ({Input[5..]})",
        _ when Before.Length == DigestLength && Now.Length == DigestLength => $"{Input} has other content",
        _ => $"{Input} changed {Before} -> {Now}",
    };
}
