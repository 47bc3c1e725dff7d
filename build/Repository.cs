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

    private static string FindRoot(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "survey.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException(
            $"There is no survey.slnx above {AppContext.BaseDirectory}: the host runs from inside the repository. Start it with build.sh.");
    }
}
