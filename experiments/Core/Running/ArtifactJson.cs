using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Survey.Experiments.Measuring;

namespace Survey.Experiments.Running;

/// <summary>How our own JSON files look: camelCase, kebab-case enums, durations in seconds, LF, one property per line.</summary>
public static class ArtifactJson
{
    /// <summary>For files that people read.</summary>
    public static JsonSerializerOptions Options { get; } = Create(indented: true);

    /// <summary>The same on one line, for JSON lines.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    private static JsonSerializerOptions Create(bool indented)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            WriteIndented = indented,
            NewLine = "\n",
            MaxDepth = 64,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.Strict,
            PropertyNameCaseInsensitive = false,
            // These files are never put into a page as they are; the report escapes what it shows.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new ClockJsonConverter(), new SecondsJsonConverter(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}

/// <summary>A duration as a number of seconds.</summary>
internal sealed class SecondsJsonConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeSpan.FromSeconds(reader.GetDouble());

    // Ticks as decimal: 0.1 s is written as 0.1, not as its nearest double with seventeen digits.
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Ticks / (decimal)TimeSpan.TicksPerSecond);
}

/// <summary>A clock as <c>{"seconds": 1.5}</c> or <c>{"missing": "reason"}</c>.</summary>
internal sealed class ClockJsonConverter : JsonConverter<Clock>
{
    public override Clock Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var document = JsonSerializer.Deserialize<ClockDocument>(ref reader, options) ?? throw new JsonException("A clock cannot be null.");
        return new Clock(document.Seconds, document.Missing);
    }

    public override void Write(Utf8JsonWriter writer, Clock value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new ClockDocument(value.Value, value.Missing), options);

    private sealed record ClockDocument(TimeSpan? Seconds, string? Missing);
}
