using System.Text.Json;
using Survey.Experiments.Running;

namespace Survey.Experiments.Planning;

/// <summary>A plan as one JSON document.</summary>
public static class PlanJson
{
    /// <summary>The document.</summary>
    public static string Write(SurveyPlan plan) => JsonSerializer.Serialize(
        new { plan.Shared, plan.Experiments, plan.Totals, plan.RealMoney }, ArtifactJson.Options);
}
