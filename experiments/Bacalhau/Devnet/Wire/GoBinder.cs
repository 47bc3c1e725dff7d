using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>
/// Decodes a body into a Go type as the server's decoder does: first value only, names in any case, unknown members dropped, and the
/// decoder's own error texts with its positions.
/// </summary>
internal static class GoBinder
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 64 };

    /// <summary>The body as an object with the type's own names, or null for the JSON value null or an empty body.</summary>
    public static JsonObject? Bind(ReadOnlySpan<byte> body, GoStruct type)
    {
        if (body.TrimStart(" \t\r\n"u8).IsEmpty)
            return null;
        CheckSyntax(body);
        var reader = new Utf8JsonReader(body, Options);
        reader.Read();
        return (JsonObject?)Read(ref reader, type, new Position(type.Name, "", 0));
    }

    private static void CheckSyntax(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, Options);
            reader.Read();
            reader.Skip();
        }
        catch (JsonException)
        {
            throw SyntaxError(body);
        }
    }

    private static ApiException SyntaxError(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, new JsonReaderState(Options));
        try
        {
            while (reader.Read())
            {
            }
        }
        catch (JsonException)
        {
            var at = (int)reader.BytesConsumed;
            while (at < body.Length - 1 && body[at] is (byte)' ' or (byte)',' or (byte)':' or (byte)'\n')
                at++;
            var text = $"invalid character '{(char)body[at]}' looking for beginning of value";
            return ApiException.BadRequest($"code=400, message=Syntax error: offset={at + 1}, error={text}, internal={text}");
        }

        return ApiException.Unbindable("unexpected EOF");
    }

    private static JsonNode? Read(ref Utf8JsonReader reader, GoType type, Position position)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        switch (type)
        {
            case GoAny:
                return JsonNode.Parse(ref reader);
            case GoString text when reader.TokenType == JsonTokenType.String:
                var value = reader.GetString()!;
                return text.Normalize is { } normalize ? normalize(value) : value;
            case GoInteger when reader.TokenType == JsonTokenType.Number:
                return reader.TryGetInt64(out var number)
                    ? number
                    : throw Mismatch(ref reader, type, position, $"number {Encoding.UTF8.GetString(reader.ValueSpan)}");
            case GoBoolean when reader.TokenType is JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case GoBytes when reader.TokenType == JsonTokenType.String:
                return reader.TryGetBytesFromBase64(out _) ? reader.GetString() : throw NotBase64(reader.GetString()!);
            case GoSlice slice when reader.TokenType == JsonTokenType.StartArray:
                return ReadSlice(ref reader, slice, position);
            case GoMap map when reader.TokenType == JsonTokenType.StartObject:
                return ReadMap(ref reader, map, position);
            case GoStruct structure when reader.TokenType == JsonTokenType.StartObject:
                return ReadStruct(ref reader, structure, position);
            default:
                throw Mismatch(ref reader, type, position, Kind(reader.TokenType));
        }
    }

    private static JsonArray ReadSlice(ref Utf8JsonReader reader, GoSlice slice, Position position)
    {
        var items = new JsonArray();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Read(ref reader, slice.Element, position));
        return items;
    }

    private static JsonObject ReadMap(ref Utf8JsonReader reader, GoMap map, Position position)
    {
        var members = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            reader.Read();
            members[name] = Read(ref reader, map.Element, position) ?? (map.Element is GoString ? "" : null);
        }

        return members;
    }

    private static JsonObject ReadStruct(ref Utf8JsonReader reader, GoStruct structure, Position position)
    {
        var members = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var given = reader.GetString()!;
            reader.Read();
            var field = structure.Fields.FirstOrDefault(candidate => candidate.Key.Equals(given, StringComparison.OrdinalIgnoreCase));
            if (field.Key is null)
                reader.Skip();
            else
                members[field.Key] = Read(ref reader, field.Value, position.At(structure, field.Key, field.Value, reader.TokenStartIndex));
        }

        return members;
    }

    private static ApiException Mismatch(ref Utf8JsonReader reader, GoType type, Position position, string got)
    {
        var offset = reader.BytesConsumed - position.Origin;
        var target = position.Path.Length == 0
            ? $"Go value of type {type.Name}"
            : $"Go struct field {position.Root}.{position.Path} of type {type.Name}";
        return ApiException.BadRequest(
            $"code=400, message=Unmarshal type error: expected={type.Name}, got={got}, field={position.Path}, offset={offset}, "
            + $"internal=json: cannot unmarshal {got} into {target}");
    }

    private static ApiException NotBase64(string text)
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
        var at = 0;
        while (at < text.Length && Alphabet.Contains(text[at]))
            at++;
        return ApiException.Unbindable($"illegal base64 data at input byte {at}");
    }

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.True or JsonTokenType.False => "bool",
        JsonTokenType.StartArray => "array",
        _ => "object",
    };

    /// <summary>Where the decoder is: the outermost type, the path of fields, and the byte positions are counted from.</summary>
    private readonly record struct Position(string Root, string Path, long Origin)
    {
        public string Root { get; } = Root[(Root.LastIndexOf('.') + 1)..];

        public Position At(GoStruct structure, string field, GoType type, long start)
        {
            var name = structure.Embedded is { } embedded && !structure.Own.Contains(field) ? $"{embedded}.{field}" : field;
            return new Position(Root, Path.Length == 0 ? name : $"{Path}.{name}", type is GoStruct { DecodesItself: true } ? start : Origin);
        }
    }
}
