using Survey.Experiments.Networks;

namespace Survey.Experiments.Docker;

/// <summary>Names and labels of what the baseline creates: enough to find it at the engine itself.</summary>
internal static class DockerNames
{
    public const string Container = "container";
    public const string Process = "process";
    public const string RunLabel = "survey.run";
    public const string ExperimentLabel = "survey.experiment";

    // The same for plain processes, where the environment is the only label there is.
    public const string RunVariable = "SURVEY_RUN";
    public const string ExperimentVariable = "SURVEY_EXPERIMENT";
    public const string NameVariable = "SURVEY_WORK";

    private const int LongestName = 120;

    public static string Work(ExperimentRun run, Random random)
    {
        var suffix = $"-{random.Next(0x1000000):x6}";
        var name = $"survey-{run.RunId}-{run.Experiment}";
        return (name.Length > LongestName ? name[..LongestName] : name) + suffix;
    }

    public static Dictionary<string, string> Labels(ExperimentRun run) => new()
    {
        [RunLabel] = run.RunId,
        [ExperimentLabel] = run.Experiment,
    };

    public static Dictionary<string, string> Environment(ExperimentRun run, string name) => new()
    {
        [RunVariable] = run.RunId,
        [ExperimentVariable] = run.Experiment,
        [NameVariable] = name,
    };
}
