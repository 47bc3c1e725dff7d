using Survey.Experiments.Networks;

namespace Survey.Experiments.Planning;

/// <summary>A plan as lines for people.</summary>
public static class PlanText
{
    /// <summary>The lines, in order.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="explain">Whether every changed input of a cached stage gets a line.</param>
    public static IEnumerable<PlanLine> Lines(SurveyPlan plan, bool explain)
    {
        if (plan.Shared.Count > 0)
        {
            yield return new PlanLine(PlanLineKind.Heading, 0, "Shared stages");
        }

        foreach (var stage in plan.Shared)
        {
            yield return new PlanLine(stage.MustRun == false ? PlanLineKind.UpToDate : PlanLineKind.Do, 1, stage.Sentence);
            foreach (var change in explain ? stage.Changes : [])
            {
                yield return new PlanLine(PlanLineKind.Detail, 2, change);
            }
        }

        yield return new PlanLine(PlanLineKind.Heading, 0, "Experiments");
        foreach (var line in plan.Experiments.SelectMany(Lines))
        {
            yield return line;
        }

        yield return new PlanLine(PlanLineKind.Heading, 0, Total(plan));
    }

    private static IEnumerable<PlanLine> Lines(ExperimentPlan plan)
    {
        var what = $"{plan.Name}: {plan.Job.ToString().ToLowerInvariant()} of {plan.Model} on {plan.Network}";
        if (plan.Verdict != PlanVerdict.Run)
        {
            yield return new PlanLine(PlanLineKind.Stopped, 1, $"{what}, {plan.Verdict.ToString().ToLowerInvariant()}");
            foreach (var reason in plan.Reasons)
            {
                yield return new PlanLine(PlanLineKind.Stopped, 2, reason);
            }

            // What lacks a setting will do this once it has it.
            foreach (var line in plan.Verdict == PlanVerdict.Refused ? Creates(plan) : [])
            {
                yield return line;
            }

            yield break;
        }

        yield return new PlanLine(PlanLineKind.Do, 1, $"{what}, at {plan.Destination} ({Count(plan.Standing)}), {Price(plan)}");
        yield return new PlanLine(PlanLineKind.Detail, 2, string.Join(" -> ", plan.Stages));
        foreach (var line in Creates(plan))
        {
            yield return line;
        }
    }

    private static IEnumerable<PlanLine> Creates(ExperimentPlan plan) => plan.Creates
        .Select(create => new PlanLine(PlanLineKind.Detail, 2, $"{create.Stage} {(create.IsCreated ? "creates" : "sends")} {create.Kind}: {create.Text}"));

    private static string Count(Standing standing) => standing == Standing.Devnet ? "rehearsed" : $"counts as {standing.ToString().ToLowerInvariant()}";

    private static string Price(ExperimentPlan plan) => plan.Ceiling is { } ceiling
        ? $"at most {ceiling}{(plan.SpendsRealMoney ? "" : " of play money")}"
        : "takes no money";

    private static string Total(SurveyPlan plan)
    {
        var run = plan.Runnable.Count();
        var stopped = plan.Experiments.Count - run;
        var money = plan.Totals.Select(total =>
            $"{total.Ceiling}{(total.IsPlayMoney ? " of play money" : total.Converted is { } converted ? $" ({converted})" : "")}");
        return $"In all: {run} to run{(stopped > 0 ? $", {stopped} not" : "")}, price ceiling {(plan.Totals.Count > 0 ? string.Join(" + ", money) : "0: nothing takes money")}.";
    }
}
