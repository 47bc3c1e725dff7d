using System.Text.Json;

namespace Survey.Worker.Serving;

/// <summary>A JSON reader that hands arrays of numbers over to the scanner and goes on behind them.</summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> json)
{
    private ReadOnlySpan<byte> json = json;
    private Utf8JsonReader reader = new(json, isFinalBlock: true, state: default);

    public readonly JsonTokenType TokenType => reader.TokenType;

    public bool Read() => reader.Read();

    public void Skip() => reader.Skip();

    public readonly string? GetString() => reader.TokenType is JsonTokenType.String or JsonTokenType.Null
        ? reader.GetString()
        : throw new ProtocolException(400, $"Expected a string, found {reader.TokenType}.");

    public readonly bool NameIs(ReadOnlySpan<byte> name) => reader.ValueTextEquals(name);

    /// <summary>Moves to the next property of the current object; false at its end.</summary>
    public bool NextProperty() => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the value and requires it to open an object or an array.</summary>
    public void Enter(JsonTokenType opening, string what)
    {
        if (!reader.Read() || reader.TokenType != opening)
            throw new ProtocolException(400, $"'{what}' must be {(opening == JsonTokenType.StartArray ? "an array" : "an object")}.");
    }

    public bool ReadBoolean(string what)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.GetBoolean() : throw new ProtocolException(400, $"'{what}' must be true or false.");
    }

    public int ReadCount(string what)
    {
        reader.Read();
        return AsCount(what);
    }

    public readonly int AsCount(string what) => reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) && value >= 0
        ? value
        : throw new ProtocolException(400, $"'{what}' must hold whole numbers from 0 up.");

    /// <summary>Reads the array that the cursor has just entered, up to and including its closing bracket.</summary>
    public void ReadNumbers(FloatBuffer target)
    {
        var end = NumberScanner.Scan(json, (int)reader.BytesConsumed, target);
        var state = reader.CurrentState;
        json = json[end..];
        reader = new Utf8JsonReader(json, isFinalBlock: true, state);
        reader.Read();
    }
}
