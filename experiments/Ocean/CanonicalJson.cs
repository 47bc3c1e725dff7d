using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Ocean;

/// <summary>
/// JSON exactly as JavaScript's JSON.stringify writes it, byte for byte: the node hashes its own JSON.stringify of an asset's
/// description, and the hash on the chain must be the same.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The text of a value.</summary>
    public static string Write(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                WriteList(text, '{', '}', InScriptOrder(members), member =>
                {
                    WriteString(text, member.Key);
                    text.Append(':');
                    Write(text, member.Value);
                });
                break;
            case JsonArray items:
                WriteList(text, '[', ']', items, item => Write(text, item));
                break;
            default:
                WriteScalar(text, value);
                break;
        }
    }

    private static void WriteList<T>(StringBuilder text, char open, char close, IEnumerable<T> items, Action<T> write)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(',');
            first = false;
            write(item);
        }
        text.Append(close);
    }

    // JavaScript puts property names that look like array indices first, in numeric order.
    private static IEnumerable<KeyValuePair<string, JsonNode?>> InScriptOrder(JsonObject members) =>
        members.Any(member => IndexOf(member.Key) is not null)
            ? members.OrderBy(member => IndexOf(member.Key) ?? long.MaxValue)
            : members;

    private static long? IndexOf(string name) =>
        uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index != uint.MaxValue && index.ToString(CultureInfo.InvariantCulture) == name
            ? index
            : null;

    private static void WriteScalar(StringBuilder text, JsonNode value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                WriteString(text, value.GetValue<string>());
                break;
            case JsonValueKind.Number:
                text.Append(JavaScriptNumber.Format(JsonSerializer.Deserialize<double>(value.ToJsonString())));
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            default:
                text.Append("null");
                break;
        }
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var letter = value[i];
            var paired = char.IsHighSurrogate(letter) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]);
            if (paired)
                text.Append(letter).Append(value[++i]);
            else
                text.Append(Escape(letter));
        }
        text.Append('"');
    }

    private static string Escape(char letter) => letter switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ when letter < ' ' || char.IsSurrogate(letter) => $"\\u{(int)letter:x4}",
        _ => letter.ToString(),
    };
}
