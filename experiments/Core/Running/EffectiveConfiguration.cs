using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Survey.Experiments.Specification;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Survey.Experiments.Running;

/// <summary>What one experiment was run with, defaults and overrides applied: <c>effective.yaml</c>. Secrets stand as <c>${NAME}</c>.</summary>
internal static class EffectiveConfiguration
{
    public static string Write(SurveySpec spec, string name)
    {
        var experiment = spec.Experiments[name];
        var document = new JsonObject
        {
            ["datasets"] = Entry(spec.Models[experiment.Model].Dataset, spec.Datasets),
            ["models"] = Entry(experiment.Model, spec.Models),
            ["images"] = Entry(experiment.Image, spec.Images),
            ["networks"] = Entry(experiment.Network, spec.Networks),
            ["experiments"] = Entry(name, spec.Experiments),
        };
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(writer);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart());
        Emit(emitter, document);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return writer.ToString();
    }

    private static JsonObject Entry<T>(string name, IReadOnlyDictionary<string, T> section)
        where T : notnull => section.TryGetValue(name, out var value) ? new JsonObject { [name] = DriverValues.ToJson(value) } : [];

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart());
                foreach (var (key, value) in map)
                {
                    emitter.Emit(new Scalar(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Any));
                foreach (var item in list)
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() is JsonValueKind.String:
                emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, value.GetValue<string>(), ScalarStyle.DoubleQuoted, isPlainImplicit: false, isQuotedImplicit: true));
                break;
            default:
                emitter.Emit(new Scalar(node?.ToJsonString() ?? "null"));
                break;
        }
    }
}
