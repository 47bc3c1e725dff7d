using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scriban.Runtime;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>Renders templates for people to read: secrets are <c>***</c>, and what cannot be computed yet stands as it is written.</summary>
internal sealed class StepPreviewText(ScriptObject variables)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StepTemplates templates =
        new(new StepSecrets(name => throw new InvalidOperationException($"A preview shows no secrets, and {name} was asked for.")));

    /// <summary>A template of text.</summary>
    internal string Of(string template)
    {
        try
        {
            return StepSecrets.Mask(templates.Text(template, variables));
        }
        catch (NetworkException)
        {
            // It computes with a value that only a run knows.
            return StepSecrets.Hide(template);
        }
    }

    /// <summary>A document of templates, on one line.</summary>
    internal string Of(JsonNode json) => (Rendered(json) ?? JsonValue.Create("null")).ToJsonString(Readable);

    private JsonNode? Rendered(JsonNode? json) => json switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Rendered(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Rendered)]),
        JsonValue value when value.TryGetValue<string>(out var text) => Leaf(text),
        _ => json?.DeepClone(),
    };

    private JsonNode? Leaf(string template)
    {
        try
        {
            return templates.Json(JsonValue.Create(template), variables, StepSecrets.Mask);
        }
        catch (NetworkException)
        {
            return JsonValue.Create(StepSecrets.Hide(template));
        }
    }
}
