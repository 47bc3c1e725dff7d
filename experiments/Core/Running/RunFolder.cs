namespace Survey.Experiments.Running;

/// <summary>One run: <c>artifacts/runs/&lt;run&gt;/</c>.</summary>
/// <param name="Path">Full path.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The run's id.</summary>
    public string RunId => System.IO.Path.GetFileName(Path);

    /// <summary>The file about the run as a whole.</summary>
    public string RunFile => System.IO.Path.Combine(Path, "run.json");

    /// <summary>The file about machine and software.</summary>
    public string EnvironmentFile => System.IO.Path.Combine(Path, "environment.json");

    /// <summary>The run as a whole.</summary>
    public RunRecord ReadRun() => RunStore.ReadJson<RunRecord>(RunFile);

    /// <summary>Machine and software, null where the run was killed before it wrote them.</summary>
    public RunEnvironment? ReadEnvironment() => File.Exists(EnvironmentFile) ? RunStore.ReadJson<RunEnvironment>(EnvironmentFile) : null;

    /// <summary>The folder of one experiment.</summary>
    public ExperimentFolder Experiment(string name) => new(System.IO.Path.Combine(Path, name));

    /// <summary>The experiments that left something, ordinal order.</summary>
    public IReadOnlyList<ExperimentFolder> Experiments() =>
        [.. Directory.EnumerateDirectories(Path).Order(StringComparer.Ordinal).Select(folder => new ExperimentFolder(folder))];
}
