namespace Survey.Experiments.Planning;

/// <summary>A reason why an experiment does not run.</summary>
/// <param name="Verdict">Whether it cannot work, or lacks a setting.</param>
/// <param name="Reason">One sentence; where something can be set, it says what.</param>
internal sealed record Obstacle(PlanVerdict Verdict, string Reason)
{
    public static Obstacle Skip(string reason) => new(PlanVerdict.Skipped, reason);

    public static Obstacle Refuse(string reason) => new(PlanVerdict.Refused, reason);
}
