namespace Survey.Experiments.Reporting;

/// <summary>Links between the report and its files.</summary>
internal static class Href
{
    /// <summary>The link from a folder to a file or folder: relative, forward slashes, every segment percent-encoded.</summary>
    public static string Relative(string fromFolder, string to) =>
        string.Join('/', Path.GetRelativePath(fromFolder, to).Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));
}
