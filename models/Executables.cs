namespace Survey.Models;

/// <summary>Looks programs up.</summary>
internal static class Executables
{
    /// <summary>The file that a program of that name is in the first of the folders that has it; null when none has.</summary>
    /// <param name="name">Without extension.</param>
    /// <param name="searchPath">Folders, separated as in PATH.</param>
    public static string? Find(string name, string searchPath)
    {
        string[] names = OperatingSystem.IsWindows() ? [$"{name}.exe", $"{name}.cmd", $"{name}.bat"] : [name];
        return searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(file => Path.Combine(folder, file)))
            .FirstOrDefault(File.Exists);
    }
}
