using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>Takes from an answer what the step asks for: variables, files, predictions, resources.</summary>
internal sealed class StepHarvest(StepTemplates templates)
{
    /// <summary>Takes everything.</summary>
    internal async Task TakeAsync(Step step, StepAnswer answer, StepScope scope, CancellationToken cancellationToken)
    {
        var document = new Lazy<JToken?>(() => StepValues.Parse(answer.Text));
        foreach (var (name, capture) in step.Capture)
        {
            scope.Variables[name] = Capture(step, name, capture, answer, document);
            if (!scope.Captured.Contains(name))
                scope.Captured.Add(name);
        }

        if (step.Save is not null)
            await SaveAsync(scope.Below(step, templates.Text(step.Save, scope.Variables)), answer, cancellationToken);
        if (step.Extract is not null)
            await StepArchive.ExtractAsync(step, step.Extract, answer.Body, scope.Below(step, templates.Text(step.Extract.To, scope.Variables)), cancellationToken);
        if (step.Collect is not null)
            Collect(step, step.Collect, scope, document);
        if (step.Find is not null)
            scope.Found.AddRange(Find(step.Find, answer, scope, document));
    }

    private static object? Capture(Step step, string name, CaptureSpec capture, StepAnswer answer, Lazy<JToken?> document)
    {
        object? value = capture switch
        {
            { Json: { } path } => StepValues.ToScript(StepValues.At(document.Value, path)),
            { Header: { } header } => answer.Headers.GetValueOrDefault(header.ToLowerInvariant()),
            { Regex: { } pattern } => First(Regex.Match(answer.Text, pattern, RegexOptions.None, TimeSpan.FromSeconds(1))),
            _ => throw StepException.Of(step, NetworkErrorKind.Rejected, $"capture '{name}' needs one of json, header and regex."),
        };
        if (value is null && !capture.Optional)
        {
            throw StepException.Of(
                step,
                NetworkErrorKind.Untrustworthy,
                $"the answer has no value for capture '{name}' ({capture.Json ?? capture.Header ?? capture.Regex}); it said: {answer.Excerpt} Correct the path, or mark it optional.");
        }

        return value is string text && StepSecrets.IsForged(text)
            ? throw StepException.Of(step, NetworkErrorKind.Untrustworthy, $"capture '{name}' holds private-use characters that no honest answer has.")
            : value ?? "";
    }

    private static string? First(Match match) => match.Success ? match.Groups[match.Groups.Count > 1 ? 1 : 0].Value : null;

    private static async Task SaveAsync(string path, StepAnswer answer, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, answer.Body, cancellationToken);
    }

    private void Collect(Step step, CollectSpec collect, StepScope scope, Lazy<JToken?> document)
    {
        if (collect.File is { } file)
        {
            scope.PredictionsFile = scope.Below(step, templates.Text(file, scope.Variables));
            return;
        }

        var path = collect.Argmax ?? collect.Logits ?? throw StepException.Of(step, NetworkErrorKind.Rejected, "collect needs one of file, argmax and logits.");
        var found = StepValues.At(document.Value, path)
            ?? throw StepException.Of(step, NetworkErrorKind.Untrustworthy, $"the answer has nothing at {path}. Correct the path under 'collect'.");
        scope.Argmax.AddRange(collect.Argmax is not null ? Classes(step, found) : Argmax(step, found, collect.Classes));
    }

    private static IEnumerable<int> Classes(Step step, JToken found) =>
        (found is JArray list ? list : new JArray(found)).Select(value => Number(step, value)).Select(value => checked((int)value));

    private static IEnumerable<int> Argmax(Step step, JToken found, int classes)
    {
        var logits = found.SelectTokens("$..*").Where(token => token is JValue).Select(value => Number(step, value)).ToArray();
        if (logits.Length == 0 || logits.Length % classes != 0)
            throw StepException.Of(step, NetworkErrorKind.Untrustworthy, $"{logits.Length} logits are no whole number of images with {classes} classes each.");
        return logits.Chunk(classes).Select(row => Array.IndexOf(row, row.Max()));
    }

    private static double Number(Step step, JToken value) =>
        value.Type is JTokenType.Integer or JTokenType.Float && double.IsFinite(value.ToObject<double>())
            ? value.ToObject<double>()
            : throw StepException.Of(step, NetworkErrorKind.Untrustworthy, $"a prediction is {value.ToString(Newtonsoft.Json.Formatting.None)} instead of a number.");

    private static IEnumerable<Resource> Find(FindSpec find, StepAnswer answer, StepScope scope, Lazy<JToken?> document)
    {
        var entries = find.Each is null
            ? answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(id => (Id: id, Name: id))
            : StepValues.AllAt(document.Value, find.Each).Select(entry => (Id: Text(entry, find.Id), Name: Text(entry, find.ResourceName ?? find.Id)));
        return entries.Take(10_000).Select(entry => new Resource(find.Kind, entry.Name, entry.Id, StepUndo.Properties(find.Undo, null, scope)));
    }

    private static string Text(JToken entry, string? path) =>
        Convert.ToString(path is null ? entry : StepValues.At(entry, path), CultureInfo.InvariantCulture) ?? "";
}
