using System.Globalization;
using System.Text.Json.Nodes;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Scriban.Runtime;

namespace Survey.Experiments.Steps;

/// <summary>Turns JSON from outside into template values and back, bounded in depth.</summary>
internal static class StepValues
{
    private const int MaxDepth = 64;
    private static readonly JsonSelectSettings Select = new() { RegexMatchTimeout = TimeSpan.FromSeconds(1) };

    /// <summary>The JSON document in an answer, or null when it is none.</summary>
    internal static JToken? Parse(string text)
    {
        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { MaxDepth = MaxDepth, DateParseHandling = DateParseHandling.None };
            return JToken.ReadFrom(reader);
        }
        catch (JsonReaderException)
        {
            return null;
        }
    }

    /// <summary>The first value at a JSON path (dialect of Newtonsoft.Json), or null.</summary>
    internal static JToken? At(JToken? document, string path) => AllAt(document, path).FirstOrDefault();

    /// <summary>All values at a JSON path.</summary>
    internal static IEnumerable<JToken> AllAt(JToken? document, string path) => document?.SelectTokens(path, Select) ?? [];

    /// <summary>What is wrong with a JSON path, or null.</summary>
    internal static string? Problem(string path)
    {
        try
        {
            _ = new JObject().SelectTokens(path, Select).FirstOrDefault();
            return null;
        }
        catch (JsonException error)
        {
            return error.Message;
        }
    }

    /// <summary>A JSON value as template value.</summary>
    internal static object? ToScript(JToken? token) => token switch
    {
        null or { Type: JTokenType.Null or JTokenType.Undefined } => null,
        JObject json => ToScript(json),
        JArray json => new ScriptArray(json.Select(ToScript)),
        { Type: JTokenType.Integer } => token.ToObject<decimal>(),
        { Type: JTokenType.Float } => token.ToObject<double>(),
        { Type: JTokenType.Boolean } => token.ToObject<bool>(),
        _ => token.ToString(),
    };

    /// <summary>A template value as JSON.</summary>
    internal static JsonNode? ToJson(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        string text => JsonValue.Create(text),
        float[] numbers => new JsonArray([.. numbers.Select(number => (JsonNode)number)]),
        ScriptObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, ToJson(member.Value)))),
        System.Collections.IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(ToJson)]),
        IFormattable number => JsonNode.Parse(number.ToString(null, CultureInfo.InvariantCulture)),
        _ => JsonValue.Create(value.ToString()),
    };

    private static ScriptObject ToScript(JObject json)
    {
        var members = new ScriptObject();
        foreach (var (name, value) in json)
            members[name] = ToScript(value);
        return members;
    }
}
