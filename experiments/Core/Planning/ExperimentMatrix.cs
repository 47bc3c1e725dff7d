using System.Text.Json;
using Survey.Experiments.Running;

namespace Survey.Experiments.Planning;

/// <summary>What GitHub Actions fans out over: one job per entry of <c>include</c>.</summary>
/// <param name="Include">The entries.</param>
public sealed record ExperimentMatrix(IReadOnlyList<MatrixEntry> Include)
{
    /// <summary>One entry per experiment that runs.</summary>
    public static ExperimentMatrix ByExperiment(SurveyPlan plan) => new([.. plan.Runnable.Select(experiment =>
        new MatrixEntry(experiment.Network, experiment.Name, experiment.Model, experiment.Job.ToString().ToLowerInvariant()))]);

    /// <summary>One entry per network, with its experiments joined by commas as <c>--experiment</c> takes them.</summary>
    public static ExperimentMatrix ByNetwork(SurveyPlan plan) => new([.. plan.Runnable
        .GroupBy(experiment => experiment.Network)
        .Select(group => new MatrixEntry(group.Key, string.Join(',', group.Select(experiment => experiment.Name))))]);

    /// <summary>One line of JSON.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, ArtifactJson.Line);

    /// <summary>Adds <c>matrix</c> (by experiment) and <c>networks</c> (by network) to the outputs of a workflow step.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="path">The file that <c>GITHUB_OUTPUT</c> names.</param>
    public static void AppendTo(SurveyPlan plan, string path) => File.AppendAllText(path, $"matrix={ByExperiment(plan)}\nnetworks={ByNetwork(plan)}\n");
}

/// <summary>One job.</summary>
/// <param name="Network">The network.</param>
/// <param name="Experiment">The experiment, or several joined by commas.</param>
/// <param name="Model">The model; null when an entry stands for a network.</param>
/// <param name="Job">Batch or service; null when an entry stands for a network.</param>
public sealed record MatrixEntry(string Network, string Experiment, string? Model = null, string? Job = null);
