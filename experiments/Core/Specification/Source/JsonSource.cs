using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Specification.Source;

/// <summary>JSON as nodes, so that what was bound once binds again by the same rules.</summary>
internal static class JsonSource
{
    public static SourceNode Read(JsonNode? json, string name)
    {
        var location = new SourceLocation(name, 0, 0);
        return json switch
        {
            JsonObject map => new SourceMap(location, [.. map.Select(pair => new SourceEntry(pair.Key, location, Read(pair.Value, name)))]),
            JsonArray list => new SourceList(location, [.. list.Select(item => Read(item, name))]),
            null => new SourceScalar(location, "null", isQuoted: false),
            _ => json.GetValueKind() == JsonValueKind.String
                ? new SourceScalar(location, json.GetValue<string>(), isQuoted: true)
                : new SourceScalar(location, json.ToJsonString(), isQuoted: false),
        };
    }
}
