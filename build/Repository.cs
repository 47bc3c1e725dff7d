using System.Runtime.InteropServices;

namespace Survey.Build;

/// <summary>The folders of the repository.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution, found upwards from the program.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Everything generated.</summary>
    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    /// <summary>The one file a user edits.</summary>
    public static string Experiments { get; } = Path.Combine(Root, "experiments.yaml");

    /// <summary>The report that is committed, with evidence and history of earlier runs.</summary>
    public static string Report { get; } = Path.Combine(Root, "report");

    /// <summary>The program that runs embedded networks, compiled beside this one.</summary>
    public static string DevnetHost { get; } = Path.Combine(
        Root, "experiments", "DevnetHost", "bin", Configuration, "net10.0", RuntimeInformation.RuntimeIdentifier, "Survey.DevnetHost.dll");

    private static string Configuration =>
#if DEBUG
        "Debug";
#else
        "Release";
#endif

    private static string FindRoot(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "survey.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException(
            $"There is no survey.slnx above {AppContext.BaseDirectory}: the host runs from inside the repository. Start it with build.sh.");
    }
}
