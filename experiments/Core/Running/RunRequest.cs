using Survey.Experiments.Prerequisites;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Running;

/// <summary>What to run.</summary>
/// <param name="Spec">The specification, checked.</param>
/// <param name="Experiments">Names of the experiments, in the order in which they are started.</param>
/// <param name="Options">How.</param>
/// <param name="Packages">Packages of the running program, for the evidence.</param>
public sealed record RunRequest(
    SurveySpec Spec, IReadOnlyList<string> Experiments, RunOptions Options, IReadOnlyList<PackageInUse> Packages);
