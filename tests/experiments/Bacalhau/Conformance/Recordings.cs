namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Where the whole recordings lie: in <c>shared/transcripts/bacalhau</c> beside the repository, when somebody has them.</summary>
internal static class Recordings
{
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "survey.slnx")))
                continue;
            var path = Path.Combine(folder.Parent?.FullName ?? "", "shared", "transcripts", "bacalhau");
            return Directory.Exists(path) ? path : null;
        }

        return null;
    }
}
