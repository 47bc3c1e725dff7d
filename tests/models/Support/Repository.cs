namespace Survey.Models.Tests.Support;

/// <summary>The folders of the clone these tests were compiled in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params IReadOnlyList<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "survey.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException($"There is no survey.slnx above {AppContext.BaseDirectory}.");
    }
}
