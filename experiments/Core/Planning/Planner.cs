using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Planning;

/// <summary>Says what a run would do, from the specification alone.</summary>
public static class Planner
{
    /// <summary>The plan of the selected experiments.</summary>
    /// <exception cref="SurveyException">The selection names something that does not exist.</exception>
    public static SurveyPlan Plan(SurveySpec survey, PlanOptions options)
    {
        var experiments = ExperimentSelection.Select(survey, options.Selection).Select(name => PlannedExperiment.From(survey, name, options)).ToList();
        var spending = new SpendingLimit(survey.Survey);
        var plans = experiments.ConvertAll(experiment => Plan(experiment, survey, options, spending));
        var runnable = experiments.Where((_, index) => plans[index].Verdict == PlanVerdict.Run).ToList();
        return new SurveyPlan(SharedStages.Of(survey, runnable, options), plans, Totals(plans, survey), spending.Planned);
    }

    private static ExperimentPlan Plan(PlannedExperiment experiment, SurveySpec survey, PlanOptions options, SpendingLimit spending)
    {
        var preview = Preview(experiment);
        List<Obstacle> obstacles =
        [
            .. CapabilityChecks.Check(experiment),
            .. preview?.Unsupported is { } unsupported ? new[] { Obstacle.Skip(unsupported) } : [],
            .. EndpointChecks.Check(experiment, survey, options),
            .. ReachChecks.Check(experiment),
            .. ModelFile(experiment, options),
        ];
        if (obstacles.Count == 0 && spending.Check(experiment) is { } tooMuch)
        {
            obstacles.Add(tooMuch);
        }

        // What cannot work needs no settings: the reason for that alone is told.
        var skipped = obstacles.Where(obstacle => obstacle.Verdict == PlanVerdict.Skipped).ToList();
        var reasons = skipped.Count > 0 ? skipped : obstacles;
        return new ExperimentPlan
        {
            Name = experiment.Name,
            Network = experiment.Spec.Network,
            Model = experiment.Spec.Model,
            Image = experiment.Spec.Image,
            Job = experiment.Spec.Job,
            Verdict = reasons.Count == 0 ? PlanVerdict.Run : reasons[0].Verdict,
            Reasons = [.. reasons.Select(obstacle => obstacle.Reason)],
            Standing = experiment.Standing,
            Destination = Destination(experiment),
            Stages = Stages(experiment),
            Creates = preview?.Creates ?? [],
            Ceiling = experiment.Capabilities is { CostsMoney: true } ? experiment.Spec.Limits.Budget : null,
            SpendsRealMoney = experiment.SpendsRealMoney,
        };
    }

    private static DriverPreview? Preview(PlannedExperiment experiment) => experiment.Driver is { Preview: { } preview } driver
        ? preview(new PreviewRequest(
            experiment.Name,
            experiment.Spec,
            driver.BindSettings(experiment.Network.Settings),
            driver.BindOptions(experiment.Spec.Options),
            experiment.Standing,
            experiment.AtEndpoint ? experiment.Network.Endpoint : null))
        : null;

    private static IEnumerable<Obstacle> ModelFile(PlannedExperiment experiment, PlanOptions options)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (experiment.Model.Onnx is { } onnx && !Interpolates(onnx)
            && !File.Exists(Path.Combine(options.Folder, onnx.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, onnx[2..]) : onnx)))
        {
            yield return Obstacle.Refuse($"The file {onnx} does not exist: set models.{experiment.Spec.Model}.onnx to an ONNX file.");
        }
    }

    private static bool Interpolates(string text) => text.Contains("${", StringComparison.Ordinal);

    private static string Destination(PlannedExperiment experiment) => experiment switch
    {
        { Driver: null } => "nowhere",
        { AtEndpoint: false, Network.Devnet: { } devnet } => $"the embedded devnet of {devnet}",
        { AtEndpoint: false } => "the embedded devnet",
        { Network.Endpoint: { } endpoint } => endpoint,
        _ => "this machine",
    };

    private static IReadOnlyList<Stage> Stages(PlannedExperiment experiment) =>
    [
        .. experiment.Published ? new[] { Stage.Publish } : [],
        Stage.Quote,
        Stage.Deploy,
        Stage.Invoke,
        .. experiment.Spec.Probes.Count > 0 ? new[] { Stage.Probe } : [],
        Stage.Teardown,
    ];

    private static List<PlannedTotal> Totals(IReadOnlyList<ExperimentPlan> plans, SurveySpec survey) =>
    [
        .. plans
            .Where(plan => plan is { Verdict: PlanVerdict.Run, Ceiling: not null })
            .GroupBy(plan => (plan.Ceiling!.Value.Currency, IsPlayMoney: !plan.SpendsRealMoney))
            .Select(group => (group.Key.IsPlayMoney, Sum: group.Select(plan => plan.Ceiling!.Value).Aggregate((left, right) => left + right)))
            .Select(total => new PlannedTotal(total.Sum, total.IsPlayMoney, total.IsPlayMoney ? null : survey.Survey.ExchangeRates?.Convert(total.Sum))),
    ];
}
