namespace Survey.Experiments.Running;

/// <summary>The evidence of one experiment of one run: <c>artifacts/runs/&lt;run&gt;/&lt;experiment&gt;/</c>.</summary>
/// <param name="Path">Full path.</param>
public sealed record ExperimentFolder(string Path)
{
    /// <summary>Effective configuration.</summary>
    public const string Effective = "effective.yaml";

    /// <summary>Where the network is found again.</summary>
    public const string Endpoint = "endpoint.json";

    /// <summary>What happened, one JSON object a line.</summary>
    public const string Events = "events.jsonl";

    /// <summary>Hardware and prices on offer.</summary>
    public const string Survey = "survey.json";

    /// <summary>The price ceiling.</summary>
    public const string Quote = "quote.json";

    /// <summary>What Deploy left for Invoke.</summary>
    public const string Deployment = "deployment.json";

    /// <summary>What the workloads brought back.</summary>
    public const string Invocation = "invocation.json";

    /// <summary>The probes.</summary>
    public const string Probes = "probes.json";

    /// <summary>The proof that nothing is left.</summary>
    public const string Teardown = "teardown.json";

    /// <summary>How it ended.</summary>
    public const string Outcome = "outcome.json";

    /// <summary>The experiment's name.</summary>
    public string Experiment => System.IO.Path.GetFileName(Path);

    /// <summary>Raw answers of the network.</summary>
    public string Raw => System.IO.Path.Combine(Path, "raw");

    /// <summary>Full path of one of its files.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Whether one of its files is there (and so complete).</summary>
    public bool Has(string name) => System.IO.File.Exists(File(name));

    /// <summary>Writes one of its JSON files.</summary>
    public void Write<T>(string name, T value) => AtomicFile.WriteJson(File(name), value);

    /// <summary>Reads one of its JSON files; default when it is not there.</summary>
    /// <exception cref="ArtifactsException">The file is damaged.</exception>
    public T? Read<T>(string name) => Has(name) ? RunStore.ReadJson<T>(File(name)) : default;

    /// <summary>How it ended; null when it did not, or when an old file can no longer be read.</summary>
    public ExperimentOutcome? ReadOutcome()
    {
        try
        {
            return Read<ExperimentOutcome>(Outcome);
        }
        catch (ArtifactsException)
        {
            return null;
        }
    }

    /// <summary>Removes what would make a new attempt look further than it is. The outcome goes first.</summary>
    public void Forget()
    {
        foreach (var name in (string[])[Outcome, EvidenceManifest.FileName, Teardown, Probes, Invocation, Deployment, Quote])
        {
            if (Has(name))
                System.IO.File.Delete(File(name));
        }
    }

    /// <summary>Writes the digests of everything in it.</summary>
    public void Seal() => Write(EvidenceManifest.FileName, EvidenceManifest.Of(Path));
}
