namespace Survey.Experiments.Reporting.Merging;

/// <summary>What of the evidence is kept in the repository: what can be read in review. Raw answers, logits and other large files stay where they were made.</summary>
internal static class BundleRule
{
    /// <summary>The most a kept file may weigh.</summary>
    public const long MaxKeptBytes = 256 * 1024;

    /// <summary>The most a file of ours may weigh that is read at all.</summary>
    public const long MaxReadBytes = 16 * 1024 * 1024;

    private static readonly string[] Endings = [".json", ".jsonl", ".yaml"];

    /// <summary>Whether a file is kept.</summary>
    public static bool Keeps(string name, long bytes) =>
        bytes <= MaxKeptBytes && !name.Contains('/', StringComparison.Ordinal) && Endings.Contains(Path.GetExtension(name), StringComparer.Ordinal);

    /// <summary>Whether a name can be that of a run or an experiment: it becomes a folder of the repository.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 100 && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');
}
