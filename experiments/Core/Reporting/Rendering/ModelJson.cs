using System.Text.Json;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>The report for programs: <c>report.json</c>.</summary>
internal static class ModelJson
{
    /// <summary>The report.</summary>
    public static string Write(ReportModel model) => JsonSerializer.Serialize(model, ArtifactJson.Options) + "\n";
}
