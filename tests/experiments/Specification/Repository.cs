namespace Survey.Experiments.Tests.Specification;

/// <summary>Files of the repository the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "survey.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No survey.slnx above {AppContext.BaseDirectory}: run the tests inside the repository.");
    }
}
