using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Planning;

/// <summary>The cached stages that a set of experiments needs, each once, in the order they run.</summary>
internal static class SharedStages
{
    public static IReadOnlyList<SharedStage> Of(SurveySpec survey, IReadOnlyCollection<PlannedExperiment> experiments, PlanOptions options)
    {
        var stages = new List<SharedStage>();
        var models = experiments.Select(experiment => experiment.Spec.Model).Distinct(StringComparer.Ordinal).ToList();
        foreach (var dataset in models.Select(model => survey.Models[model].Dataset).Distinct(StringComparer.Ordinal))
        {
            stages.Add(Look(Stage.Data, dataset, options, null));
        }

        foreach (var model in models.Where(model => survey.Models[model].Onnx is null))
        {
            var data = stages.First(stage => stage.Stage == Stage.Data && stage.Name == survey.Models[model].Dataset);
            stages.Add(Look(Stage.Train, model, options, data));
            stages.Add(Look(Stage.Export, model, options, stages[^1]));
        }

        foreach (var image in experiments.Select(experiment => experiment.Spec.Image).Distinct(StringComparer.Ordinal))
        {
            stages.Add(Look(Stage.Containerize, image, options, null));
        }

        return stages;
    }

    private static SharedStage Look(Stage stage, string name, PlanOptions options, SharedStage? before)
    {
        if (options.Cached(stage, name) is not { } verdict)
        {
            return new SharedStage(stage, name, null, $"{stage} {name}: decided when it is its turn", []);
        }

        // Its inputs are what the stage before leaves behind: only then can be told whether they change.
        return !verdict.MustRun && before is { MustRun: not false }
            ? new SharedStage(stage, name, null, $"{stage} {name}: up to date unless {before.Stage} {before.Name} gives other files", [])
            : new SharedStage(stage, name, verdict.MustRun, verdict.Sentence, [.. verdict.Changes.Select(change => change.ToString())]);
    }
}
