using System.Text.Json;
using System.Text.Json.Serialization;

namespace Survey.Experiments.Networks;

/// <summary>A value that must never be shown. It prints as <c>***</c> everywhere, JSON included.</summary>
[JsonConverter(typeof(SecretJsonConverter))]
public sealed class Secret(string value)
{
    private readonly string value = value;

    /// <summary>The value itself, for the one call that needs it.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}

internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("A secret is never read from JSON: name its environment variable instead.");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue("***");
}
