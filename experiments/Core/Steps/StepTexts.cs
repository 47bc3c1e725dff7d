namespace Survey.Experiments.Steps;

/// <summary>Everything in step lists that is written in a language of its own, by the path of its key.</summary>
internal static class StepTexts
{
    /// <summary>The templates of the settings beside the steps.</summary>
    internal static IEnumerable<(string Path, string Template)> Templates<TStep>(StepSettings<TStep> settings)
        where TStep : Step
    {
        foreach (var (name, template) in settings.Variables)
            yield return ($"variables.{name}", template);
        if (settings.Price is { } price)
            yield return ("price.amount", price.Amount);
        if (settings.Offer is { } offer)
        {
            yield return ("offer.software", offer.Software);
            foreach (var (index, feature) in offer.Features.Index())
                yield return ($"offer.features[{index}]", feature);
            if (offer.Cpu is not null)
                yield return ("offer.cpu", offer.Cpu);
            if (offer.MemoryBytes is not null)
                yield return ("offer.memoryBytes", offer.MemoryBytes);
        }
    }

    private static IEnumerable<(string Path, ExpectSpec Conditions)> Conditions(Step step)
    {
        if (step.Expect is not null)
            yield return ("expect", step.Expect);
        if (step.Until is not null)
            yield return ("until", step.Until);
        if (step.Until?.Fail is not null)
            yield return ("until.fail", step.Until.Fail);
    }

    /// <summary>The regular expressions of a step.</summary>
    internal static IEnumerable<(string Path, string Pattern)> Patterns(Step step) =>
        step.Capture.Where(capture => capture.Value.Regex is not null).Select(capture => ($"capture.{capture.Key}.regex", capture.Value.Regex!))
            .Concat(Conditions(step).Where(one => one.Conditions.Matches is not null).Select(one => ($"{one.Path}.matches", one.Conditions.Matches!)));

    /// <summary>The JSON paths of a step.</summary>
    internal static IEnumerable<(string Path, string JsonPath)> JsonPaths(Step step)
    {
        var paths = step.Capture.Select(capture => ($"capture.{capture.Key}.json", capture.Value.Json))
            .Concat(Conditions(step).SelectMany(one => (one.Conditions.Json ?? []).Select(member => ($"{one.Path}.json", (string?)member.Key))))
            .Concat([("until.reason", step.Until?.Reason), ("find.each", step.Find?.Each), ("find.id", step.Find?.Id), ("find.resourceName", step.Find?.ResourceName)])
            .Concat([("collect.argmax", step.Collect?.Argmax), ("collect.logits", step.Collect?.Logits)]);
        return paths.Where(path => path.Item2 is not null).Select(path => (path.Item1, path.Item2!));
    }
}
