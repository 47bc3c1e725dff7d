using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Running;

/// <summary>The packages that our own projects ask for, as the compiler noted them in the program's <c>.deps.json</c>.</summary>
internal static class PackageList
{
    public static IReadOnlyDictionary<string, string> Read(string folder)
    {
        var program = Assembly.GetEntryAssembly()?.GetName().Name;
        var path = Path.Combine(folder, program + ".deps.json");
        return File.Exists(path) ? Parse(File.ReadAllText(path)) : new SortedDictionary<string, string>(StringComparer.Ordinal);
    }

    public static IReadOnlyDictionary<string, string> Parse(string json)
    {
        var packages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var root = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("A .deps.json file holds one object.");
        var libraries = Entries(root["libraries"]).ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
        var targets = Entries(root["targets"]).SelectMany(target => Entries(target.Value));
        foreach (var (_, target) in targets.Where(entry => entry.Name.StartsWith("Survey.", StringComparison.Ordinal)))
        {
            foreach (var (name, version) in Entries(target["dependencies"]))
            {
                if (name.StartsWith("Survey.", StringComparison.Ordinal))
                    continue;
                var kind = libraries.GetValueOrDefault($"{name}/{version}")?["type"]?.GetValue<string>();
                packages[name] = kind == "project" ? "compat" : $"NuGet {version}";
            }
        }

        return packages;
    }

    private static IEnumerable<(string Name, JsonNode Value)> Entries(JsonNode? node) =>
        node is JsonObject entries ? entries.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!)) : [];
}
