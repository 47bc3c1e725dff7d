namespace Survey.Experiments.Running;

/// <summary>What became of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Outcomes">One per experiment, in the order asked for.</param>
/// <param name="Swept">What was cleaned up before, of runs that had died.</param>
/// <param name="Interrupted">Whether it was stopped from outside.</param>
public sealed record RunResult(string RunId, IReadOnlyList<ExperimentOutcome> Outcomes, SweepResult Swept, bool Interrupted)
{
    /// <summary>The worst of all: residue before failures before money before things missing.</summary>
    public ExitCode ExitCode => Interrupted ? ExitCode.Interrupted : Worst([.. Outcomes.Select(outcome => outcome.ExitCode), Swept.ExitCode]);

    private static ExitCode Worst(IReadOnlyList<ExitCode> codes)
    {
        ExitCode[] order = [ExitCode.ArtifactsUnusable, ExitCode.ResidueLeft, ExitCode.FailedExperiment, ExitCode.OverBudget, ExitCode.MissingPrerequisite];
        return order.FirstOrDefault(codes.Contains);
    }
}
