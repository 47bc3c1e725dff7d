namespace Survey.Models;

/// <summary>Paths as experiments.yaml has them.</summary>
internal static class SpecificationPaths
{
    /// <summary>The full path: <c>~</c> is the user's folder, and what is relative starts at the YAML file, wherever the program was started.</summary>
    public static string Resolve(string folder, string path) => path == "~" || path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[1..].TrimStart('/'))
        : Path.GetFullPath(path, Path.GetFullPath(folder));
}
