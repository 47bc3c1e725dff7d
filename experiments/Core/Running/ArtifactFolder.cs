namespace Survey.Experiments.Running;

/// <summary>Where everything generated stands. One place for the names, so that each stage and the report find the same files.</summary>
/// <param name="Root">Full path of the artifacts folder.</param>
public sealed record ArtifactFolder(string Root)
{
    /// <summary>Append-only record of everything created outside this folder.</summary>
    public string Journal => Path.Combine(Root, "journal.jsonl");

    /// <summary>Names the living owner.</summary>
    public string Lock => Path.Combine(Root, "lock");

    /// <summary>What the cached stages remember.</summary>
    public string Cache => Path.Combine(Root, "cache");

    /// <summary>Evidence of all runs.</summary>
    public string Runs => Path.Combine(Root, "runs");

    /// <summary>The rendered report.</summary>
    public string Report => Path.Combine(Root, "report");

    /// <summary>Texts about the survey for a forum, a blog and short posts. No server hands them out: files that a run hosts stay where they are.</summary>
    public string Publish => Path.Combine(Root, "publish");

    /// <summary>Folder of one dataset.</summary>
    public string Dataset(string name) => Path.Combine(Root, "data", name);

    /// <summary>Folder of one model.</summary>
    public string Model(string name) => Path.Combine(Root, "models", name);

    /// <summary>Folder of the images.</summary>
    public string Images => Path.Combine(Root, "images");

    /// <summary>State of one embedded network.</summary>
    public string Devnet(string network) => Path.Combine(Root, "devnet", network);
}
