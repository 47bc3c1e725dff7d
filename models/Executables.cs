namespace Survey.Models;

/// <summary>Looks programs up.</summary>
internal static class Executables
{
    /// <summary>Whether a program of that name can be started without a folder.</summary>
    public static bool IsOnPath(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] names = OperatingSystem.IsWindows() ? [$"{name}.exe", $"{name}.cmd", $"{name}.bat"] : [name];
        return folders.Any(folder => names.Any(file => File.Exists(Path.Combine(folder, file))));
    }
}
