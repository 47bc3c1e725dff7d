using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>
/// What Bacalhau accepts and then leaves pending for ever, or runs into only after it has fetched everything, is refused here with the
/// reason, before anything is sent. What the server checks itself is left to it.
/// </summary>
internal static partial class JobCheck
{
    // Above 1 MiB the job does not fit into one message between orchestrator and node: it stays pending and blocks the node's queue.
    private const int MostBytes = 900_000;
    private const int LeastMebibytes = 6;
    private static readonly string[] Operators = ["in", "notin", "=", "==", "!=", "gt", "lt", "exists", "!"];
    private static readonly string[] Sources = ["urlDownload", "inline"];

    public static void Check(JsonObject job)
    {
        var problems = Problems(job).ToList();
        if (problems.Count > 0)
            throw new NetworkException(NetworkErrorKind.Rejected, $"The job was not sent: {string.Join("; ", problems)}.");
    }

    private static IEnumerable<string> Problems(JsonObject job)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(job).Length;
        if (bytes > MostBytes)
            yield return $"its specification has {bytes} bytes with its inline inputs, and Bacalhau never runs one above 1 MiB (the limit here is {MostBytes}): deliver the model by url or image";
        if (!NameText().IsMatch(Text(job, "Name")))
            yield return $"its name '{Text(job, "Name")}' needs escapes, which the server does not undo: use letters, digits, dots and dashes";
        foreach (var constraint in (job["Constraints"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (ConstraintProblem(constraint) is { } problem)
                yield return $"the constraint on '{Text(constraint, "Key")}' {problem}: the job would stay pending for ever";
        }

        var task = job["Tasks"]![0]!.AsObject();
        var engine = task["Engine"]!.AsObject();
        if (Text(engine, "Type") != "docker")
            yield return $"the engine '{Text(engine, "Type")}' is not checked by the server and fails later";
        if (Text(engine["Params"]!.AsObject(), "Image").Length == 0)
            yield return "it has no image, which the server notices only when a node looks at it";
        if (MemoryProblem(task) is { } memory)
            yield return memory;
        foreach (var input in (task["InputSources"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var source = input["Source"]!.AsObject();
            if (!Sources.Contains(Text(source, "Type")))
                yield return $"the input '{Text(input, "Alias")}' has the source type '{Text(source, "Type")}', which the server does not check";
            if (!Text(input, "Target").StartsWith('/'))
                yield return $"the input '{Text(input, "Alias")}' has no absolute target";
        }
    }

    private static string? ConstraintProblem(JsonObject constraint)
    {
        if (!KeyText().IsMatch(Text(constraint, "Key")))
            return "is no label key";
        var comparison = Text(constraint, "Operator");
        if (!Operators.Contains(comparison))
            return $"has the operator '{comparison}', which is none of {string.Join(", ", Operators)}";
        return comparison is "gt" or "lt" && (constraint["Values"] as JsonArray)?.FirstOrDefault()?.ToString() is var value
            && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? $"compares with '{value}', which is no whole number"
            : null;
    }

    private static string? MemoryProblem(JsonObject task)
    {
        const string Unit = "Mi";
        var memory = task["Resources"] is JsonObject resources ? Text(resources, "Memory") : "";
        return memory.EndsWith(Unit, StringComparison.Ordinal) && int.TryParse(memory[..^Unit.Length], CultureInfo.InvariantCulture, out var mebibytes) && mebibytes < LeastMebibytes
            ? $"no container starts with less than {LeastMebibytes} MiB of memory, it asks for {mebibytes}: raise resources.memoryMiB"
            : null;
    }

    private static string Text(JsonObject node, string name) => node[name]?.GetValue<string>() ?? "";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9.-]{0,200}$")]
    private static partial Regex NameText();

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9_./-]*[A-Za-z0-9])?$")]
    private static partial Regex KeyText();
}
