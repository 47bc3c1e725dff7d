namespace Survey.Experiments.Specification;

/// <summary>What names must look like to be fit for folders, targets, labels and command lines everywhere.</summary>
internal static class NamePatterns
{
    public const string Entry = "[A-Za-z0-9][A-Za-z0-9_-]{0,62}";

    public const string EntryWords = "names of at most 63 letters, digits, - and _ that start with a letter or digit";

    /// <summary>DNS labels: they go into job names, containers and labels of every network.</summary>
    public const string Experiment = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    public const string ExperimentWords = "names of at most 63 lower-case letters, digits and - that start and end with a letter or digit";

    public const string File = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";

    public const string FileWords = "file names of letters, digits, . - and _ without folders";

    /// <summary>Targets of the build: an experiment of the same name could not be told apart.</summary>
    public static IReadOnlyList<string> Targets { get; } =
    [
        "Benchmark", "Clean", "Containerize", "Data", "Default", "Deploy", "Devnet", "Doctor", "Export", "Invoke", "Matrix", "Merge", "New", "Plan",
        "Publish", "Quote", "Render", "Report", "Schema", "Sweep", "Teardown", "Test", "Train", "Validate",
    ];
}
