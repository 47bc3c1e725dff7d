using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Reporting;

/// <summary>Everything a report is made from. All of it is read from files, so that the report can be made again without a network.</summary>
public sealed record ReportSources
{
    /// <summary>What was asked for, and how it is judged.</summary>
    public required SurveySpec Spec { get; init; }

    /// <summary>Root folder of the repository: claims, findings and the conclusion are named relative to it.</summary>
    public required string Repository { get; init; }

    /// <summary>Folders with evidence, the fullest first: an experiment of a run that is in two is taken from the first.</summary>
    public required IReadOnlyList<EvidenceRoot> Evidence { get; init; }

    /// <summary>Folder with the rows of earlier runs (<c>report/history</c>).</summary>
    public string? History { get; init; }

    /// <summary>The conclusion written by hand, Markdown.</summary>
    public string Conclusion { get; init; } = "experiments/conclusion.md";

    /// <summary>The folder the report goes to; links are relative to it.</summary>
    public required string Output { get; init; }

    /// <summary>Where the code can be read, for links to folders of the repository; null leaves them relative.</summary>
    public Uri? CodeBase { get; init; }

    /// <summary>The report of this machine, <c>artifacts/report</c>: its own runs, and those that are kept in the repository.</summary>
    public static ReportSources OfArtifacts(SurveySpec spec, string repository, Running.ArtifactFolder artifacts) => new()
    {
        Spec = spec,
        Repository = repository,
        Evidence = [EvidenceRoot.Of(artifacts), EvidenceRoot.Kept(Path.Combine(repository, "report"))],
        History = Path.Combine(repository, "report", "history"),
        Output = artifacts.Report,
    };

    /// <summary>The report that is committed, <c>report/</c>: kept evidence only, so that every link leads to a file of the repository.</summary>
    public static ReportSources OfRepository(SurveySpec spec, string repository) => new()
    {
        Spec = spec,
        Repository = repository,
        Evidence = [EvidenceRoot.Kept(Path.Combine(repository, "report"))],
        History = Path.Combine(repository, "report", "history"),
        Output = Path.Combine(repository, "report"),
    };

    /// <summary>The drivers; they say what they cannot do.</summary>
    public IReadOnlyDictionary<string, NetworkDriver> Drivers { get; init; } = NetworkDrivers.All;

    /// <summary>Full path of a file that is named relative to the repository.</summary>
    public string Resolve(string path) => Path.GetFullPath(Path.Combine(Repository, path));
}

/// <summary>One folder with evidence.</summary>
/// <param name="Runs">Its runs: <c>&lt;run&gt;/&lt;experiment&gt;/</c>.</param>
/// <param name="Models">Its models: <c>&lt;model&gt;/training.json</c>.</param>
/// <param name="Compact">Whether large files were left out: a file that the manifest names may be missing.</param>
public sealed record EvidenceRoot(string Runs, string Models, bool Compact = false)
{
    /// <summary>The evidence of this machine.</summary>
    public static EvidenceRoot Of(Running.ArtifactFolder artifacts) => new(artifacts.Runs, Path.Combine(artifacts.Root, "models"));

    /// <summary>The evidence that is kept beside a report: <c>report/evidence</c>.</summary>
    public static EvidenceRoot Kept(string report) =>
        new(Path.Combine(report, "evidence", "runs"), Path.Combine(report, "evidence", "models"), Compact: true);
}
