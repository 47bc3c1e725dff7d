using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Steps;

/// <summary>What the steps of an experiment would send, for Plan: rendered as far as values are known, <c>&lt;name&gt;</c> where they come later.</summary>
internal static class StepPreview
{
    private const int LongestText = 2000;

    /// <summary>The steps in the order they run.</summary>
    /// <param name="request">The experiment.</param>
    /// <param name="kind">What a step is called.</param>
    /// <param name="describe">The step as it would be sent.</param>
    internal static DriverPreview Of<TStep>(PreviewRequest request, string kind, Func<TStep, StepPreviewText, string> describe)
        where TStep : Step
    {
        var settings = (StepSettings<TStep>)request.Settings;
        var text = new StepPreviewText(Variables(request, settings));
        var creates = new List<PlannedCreate>();
        foreach (var (stage, list, steps) in Lists(settings))
        {
            foreach (var step in steps)
            {
                creates.Add(new PlannedCreate(stage, kind, Cut($"{list}/{step.Name}: {describe(step, text)}{Conditions(step)}"), IsCreated: false));
                if (step.Record is { } record)
                    creates.Add(new PlannedCreate(stage, record.Kind, $"{text.Of(record.ResourceName)}, undone by {string.Join(", ", record.Undo)}"));
            }
        }

        return new DriverPreview(creates);
    }

    private static IEnumerable<(Stage Stage, string List, IReadOnlyList<TStep> Steps)> Lists<TStep>(StepSettings<TStep> settings)
        where TStep : Step =>
    [
        (Stage.Quote, "survey", settings.Survey), (Stage.Quote, "quote", settings.Quote),
        (Stage.Deploy, "deploy", settings.Deploy), (Stage.Deploy, "ready", settings.Ready),
        (Stage.Invoke, "invoke", settings.Invoke), (Stage.Invoke, "logs", settings.Logs),
        (Stage.Teardown, "teardown", settings.Teardown), (Stage.Teardown, "residue", settings.Residue),
    ];

    private static string Conditions(Step step)
    {
        var words = new List<string>();
        if (step.When is not null)
            words.Add($"when {StepSecrets.Hide(step.When)}");
        if (step.ForEach is { } each)
            words.Add(each.Images == 1 ? "once per image" : $"once per {each.Images} images");
        if (step.Until is { } until)
            words.Add($"asked every {until.Every.TotalSeconds:0.###} s for at most {until.Within.TotalSeconds:0.###} s");
        if (step.Retry is { } retry)
            words.Add($"up to {retry.Attempts} attempts");
        return words.Count == 0 ? "" : $" ({string.Join(", ", words)})";
    }

    private static ScriptObject Variables<TStep>(PreviewRequest request, StepSettings<TStep> settings)
        where TStep : Step
    {
        var variables = StepVariables.Unknown(request.Experiment, request.Spec);
        variables["endpoint"] = Address(request);
        foreach (var (name, template) in settings.Variables)
            variables[name] = new StepPreviewText(variables).Of(template);
        foreach (var name in Lists(settings).SelectMany(list => list.Steps).SelectMany(step => step.Capture.Keys))
            variables[name] = StepVariables.Later(name);
        return variables;
    }

    /// <summary>The address, or words for it where it is not known yet.</summary>
    internal static string Address(PreviewRequest request) => request.Address?.TrimEnd('/') ?? "<endpoint>";

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
