using System.Text.RegularExpressions;
using Scriban;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Steps;

/// <summary>The rules of step lists that no single value can say; each problem points at its line.</summary>
internal static class StepChecks
{
    private static readonly string[] Clocks = ["queue", "pull", "start", "first-answer", "compute", "fetch", "settle"];

    /// <summary>Everything that is wrong with the lists.</summary>
    internal static IEnumerable<SpecificationProblem> Of<TStep>(StepSettings<TStep> settings)
        where TStep : Step
    {
        foreach (var (list, steps) in Lists(settings))
        {
            for (var index = 0; index < steps.Count; index++)
            {
                var path = $"{list}[{index}]";
                var step = steps[index];
                foreach (var problem in InList(list, steps, index).Concat(Alone(step)).Concat(step.Problems()).Concat(Undo(step, settings)))
                    yield return new SpecificationProblem($"{path}.{problem.Path}", $"has a wrong step '{step.Name}' in '{list}': {problem.Path} {problem.Message}", problem.Suggestion);
            }
        }

        foreach (var (where, template) in StepTexts.Templates(settings))
        {
            if (Broken(where, template) is { } problem)
                yield return problem with { Message = $"has '{where}', which {problem.Message}" };
        }

        if (settings.Invoke.Count > 0 && settings.Invoke.All(step => step.Collect is null))
            yield return new SpecificationProblem("invoke", "collects no predictions; one of its steps needs 'collect'.");
        if (settings.Deploy.Concat(settings.Invoke).Any(step => step.Record is not null) && settings.Residue.Count == 0)
            yield return new SpecificationProblem("", "creates resources and has no 'residue' steps that list them; expected one with 'find'.", "Without it a create whose answer is lost cannot be found again.");
    }

    private static IEnumerable<(string Name, IReadOnlyList<Step> Steps)> Lists<TStep>(StepSettings<TStep> settings)
        where TStep : Step =>
    [
        ("survey", settings.Survey), ("quote", settings.Quote), ("deploy", settings.Deploy), ("ready", settings.Ready),
        ("invoke", settings.Invoke), ("logs", settings.Logs), ("teardown", settings.Teardown), ("residue", settings.Residue),
    ];

    private static IEnumerable<SpecificationProblem> InList(string list, IReadOnlyList<Step> steps, int index)
    {
        var step = steps[index];
        if (steps.Take(index).Any(earlier => earlier.Name == step.Name))
            yield return new SpecificationProblem("name", $"'{step.Name}' is the name of an earlier step of '{list}'; expected another.");
        if (step.ForEach is not null && list != "invoke")
            yield return new SpecificationProblem("forEach", "works only in 'invoke', where the inputs are.");
        if (step.ForEach is { Images: < 1 })
            yield return new SpecificationProblem("forEach.images", "must be 1 or more.");
        if (step.Record is not null && list is not ("deploy" or "ready" or "invoke"))
            yield return new SpecificationProblem("record", $"is not possible in '{list}'; only deploy, ready and invoke may create something.");
        if (step.Find is not null && list != "residue")
            yield return new SpecificationProblem("find", "works only in 'residue'.");
        if (step.Collect is not null && list != "invoke")
            yield return new SpecificationProblem("collect", "works only in 'invoke'.");
        if (step.Retry is { Attempts: < 1 or > 10 })
            yield return new SpecificationProblem("retry.attempts", "must be 1 to 10.");
        if (step.Timeout <= TimeSpan.Zero)
            yield return new SpecificationProblem("timeout", "must be longer than nothing.");
        if (step.Clock is { } clock && !Clocks.Contains(clock, StringComparer.Ordinal))
            yield return new SpecificationProblem("clock", $"is '{clock}'; expected one of {string.Join(", ", Clocks)}.", Nearest.Suggest(clock, Clocks));
    }

    private static IEnumerable<SpecificationProblem> Alone(Step step)
    {
        foreach (var (name, capture) in step.Capture)
        {
            if (Count(capture.Json, capture.Header, capture.Regex) != 1)
                yield return new SpecificationProblem($"capture.{name}", "needs exactly one of json, header and regex.");
        }

        if (step.Collect is { } collect && Count(collect.File, collect.Argmax, collect.Logits) != 1)
            yield return new SpecificationProblem("collect", "needs exactly one of file, argmax and logits.");
        foreach (var (where, pattern) in StepTexts.Patterns(step))
        {
            if (!IsPattern(pattern))
                yield return new SpecificationProblem(where, $"/{pattern}/ is no regular expression.");
        }

        foreach (var (where, json) in StepTexts.JsonPaths(step))
        {
            if (StepValues.Problem(json) is { } wrong)
                yield return new SpecificationProblem(where, $"'{json}' is no JSON path: {wrong.TrimEnd('.')}.");
        }

        if (step.Until is { } until && until.Every > until.Within)
            yield return new SpecificationProblem("until.every", "is longer than 'within', so the step would never ask twice.");
        foreach (var (where, template) in step.Templates())
        {
            if (Broken(where, template) is { } problem)
                yield return problem;
        }
    }

    private static SpecificationProblem? Broken(string path, string template) => Template.Parse(template) is { HasErrors: true } parsed
        ? new SpecificationProblem(path, $"is no template: {parsed.Messages[0].Message}.", "Expressions stand between {{ and }}.")
        : null;

    private static IEnumerable<SpecificationProblem> Undo<TStep>(Step step, StepSettings<TStep> settings)
        where TStep : Step
    {
        foreach (var (where, undo) in new[] { ("record", step.Record?.Undo), ("find", step.Find?.Undo) })
        {
            if (undo is { Count: 0 })
                yield return new SpecificationProblem($"{where}.undo", "names no teardown step; expected at least the one that proves that the resource is gone.");
            foreach (var name in undo ?? [])
            {
                if (settings.Teardown.All(teardown => teardown.Name != name))
                    yield return new SpecificationProblem($"{where}.undo", $"names '{name}', which is no teardown step.", Suggest(name, settings));
            }
        }
    }

    private static string? Suggest<TStep>(string name, StepSettings<TStep> settings)
        where TStep : Step => Nearest.Suggest(name, settings.Teardown.Select(step => step.Name));

    private static int Count(params string?[] values) => values.Count(value => value is not null);

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
