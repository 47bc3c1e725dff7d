using Cake.Frosting;
using Survey.Build.Terminal;
using Survey.Experiments.Networks;
using Survey.Experiments.Reporting.Rendering;
using Survey.Experiments.Running;
using Survey.Experiments.Scaffolding;
using Survey.Experiments.Specification.Schema;

namespace Survey.Build.Tasks;

/// <summary>Writes the JSON Schemas of experiments.yaml and report.json and the reference pages.</summary>
[TaskName("Schema")]
[TaskDescription("Writes the JSON Schemas of experiments.yaml and report.json and the reference pages.")]
public sealed class SchemaTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var schema = SurveySchema.Generate();
        AtomicFile.WriteText(Path.Combine(Repository.Root, "experiments", "Core", "Specification", "experiments.schema.json"), schema);
        AtomicFile.WriteText(Path.Combine(Repository.Root, "templates", ReportSchema.Template), ReportSchema.Generate());
        AtomicFile.WriteText(Path.Combine(Repository.Root, "docs", "drivers.md"), DriverReference.Render(NetworkDrivers.All));
        var example = File.ReadAllText(Path.Combine(Repository.Root, ExperimentsReference.Example));
        AtomicFile.WriteText(Path.Combine(Repository.Root, ExperimentsReference.Page), ExperimentsReference.Render(example));
        Session.Document.WriteLine(schema);
        return Task.CompletedTask;
    }
}
