using System.Text.Json;
using System.Text.Json.Nodes;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>Turns the bound body of a submission into a job as the client meant it.</summary>
internal static class JobReader
{
    /// <summary>The job, or null where the client sent none.</summary>
    public static SubmittedJob? Read(JsonObject? job)
    {
        if (job is null)
            return null;
        RefuseNulls(job);
        foreach (var name in job.Where(member => member.Value is null).Select(member => member.Key).ToList())
            job.Remove(name);
        var count = job["Count"]?.GetValue<long>();
        job.Remove("Count");
        var parsed = Without(job, "State").Deserialize<Job>()!;
        return new SubmittedJob(parsed, count, job["State"]?["StateType"]?.GetValue<string>());
    }

    // The server dereferences these without looking: a panic that its middleware turns into a 500.
    private static void RefuseNulls(JsonObject job)
    {
        var tasks = job["Tasks"] as JsonArray ?? [];
        if (job["Labels"] is JsonObject labels && labels.ContainsKey(""))
            throw ApiException.Internal();
        if (HasNull(tasks) || HasNull(job["Constraints"]) || tasks.Any(task => HasNull(task?["InputSources"]) || HasNull(task?["ResultPaths"])))
            throw ApiException.Internal();
        foreach (var task in tasks.OfType<JsonObject>())
            DropNulls(task);
    }

    private static bool HasNull(JsonNode? list) => list is JsonArray array && array.Any(item => item is null);

    private static void DropNulls(JsonObject node)
    {
        foreach (var (name, value) in node.ToList())
        {
            if (value is null)
                node.Remove(name);
            else if (value is JsonObject inner && name is not "Params")
                DropNulls(inner);
            else if (value is JsonArray list)
                list.OfType<JsonObject>().ToList().ForEach(DropNulls);
        }
    }

    private static JsonObject Without(JsonObject source, string name)
    {
        var copy = (JsonObject)source.DeepClone();
        copy.Remove(name);
        return copy;
    }
}

/// <summary>A job as the client sent it.</summary>
/// <param name="Job">Everything but what follows.</param>
/// <param name="Count">Its count; null where absent.</param>
/// <param name="State">The state it claims to be in.</param>
internal sealed record SubmittedJob(Job Job, long? Count, string? State);
