using System.Text.Json;
using System.Text.Json.Nodes;
using Scriban.Runtime;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>What a recorded resource carries so that it can be undone with nothing but the journal.</summary>
internal static class StepUndo
{
    private const string Undo = "undo";
    private const string Remains = "remains";
    private const string Variables = "variables";

    /// <summary>The properties of a resource: its undo steps, the network's own variables and the values captured so far.</summary>
    internal static Dictionary<string, string> Properties(IReadOnlyList<string> undo, string? remains, StepScope scope)
    {
        var kept = new JsonObject();
        foreach (var name in scope.Own.Concat(scope.Captured).Distinct(StringComparer.Ordinal))
            kept[name] = StepValues.ToJson(scope.Variables[name]);
        var properties = new Dictionary<string, string> { [Undo] = JsonSerializer.Serialize(undo), [Variables] = kept.ToJsonString() };
        if (remains is not null)
            properties[Remains] = remains;
        return properties;
    }

    /// <summary>The names of the undo steps, in order.</summary>
    internal static IReadOnlyList<string> Steps(Resource resource) =>
        resource.Properties.TryGetValue(Undo, out var undo) ? JsonSerializer.Deserialize<string[]>(undo) ?? [] : [];

    /// <summary>What the network keeps by design, or null.</summary>
    internal static string? KeptByDesign(Resource resource) => resource.Properties.GetValueOrDefault(Remains);

    /// <summary>Variables for the undo steps: what was captured, and the resource itself.</summary>
    internal static void Restore(Resource resource, ScriptObject variables)
    {
        if (resource.Properties.TryGetValue(Variables, out var kept) && StepValues.Parse(kept) is { } captured)
        {
            foreach (var (name, value) in (ScriptObject)StepValues.ToScript(captured)!)
                variables[name] = value;
        }

        variables["resource"] = new ScriptObject
        {
            ["kind"] = resource.Kind,
            ["name"] = resource.Name,
            ["id"] = resource.Id ?? resource.Name,
        };
    }
}
