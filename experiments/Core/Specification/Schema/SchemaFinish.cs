using System.Text.Json.Nodes;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Specification.Schema;

/// <summary>Adds to the generated schema what no single type says: keys of the file, and which driver decides about settings and options.</summary>
internal sealed class SchemaFinish(JsonObject root, IReadOnlyDictionary<Type, string> names)
{
    private readonly JsonObject definitions = root["definitions"]!.AsObject();

    public void Apply(IReadOnlyList<NetworkDriver> drivers)
    {
        // Draft 7 has if/then, which editors turn into better messages than anyOf; all else means the same in both drafts.
        root["$schema"] = "http://json-schema.org/draft-07/schema#";
        root["title"] = "experiments.yaml";
        Move(typeof(FileKeys), Properties(root));
        root["patternProperties"] = new JsonObject { ["^x-"] = new JsonObject { ["description"] = "Ignored: a place for anchors." } };
        var experiment = definitions[nameof(ExperimentSpec)]!.AsObject();
        Move(typeof(ExperimentFileKeys), Properties(experiment));
        // What is required may stand in defaults.
        experiment.Remove("required");
        AddDrivers(drivers, Properties(definitions[nameof(NetworkSpec)]!.AsObject()), Properties(experiment));
        foreach (var schema in definitions.Select(pair => pair.Value!.AsObject()).Append(root))
        {
            Shorten(schema);
        }
    }

    private static JsonObject Properties(JsonObject schema) => schema["properties"]!.AsObject();

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/definitions/{name}" };

    private void Move(Type keys, JsonObject into)
    {
        var source = definitions[names[keys]]!.AsObject();
        definitions.Remove(names[keys]);
        foreach (var (key, value) in Properties(source).ToList())
        {
            into[key] = value!.DeepClone();
        }
    }

    private void AddDrivers(IReadOnlyList<NetworkDriver> drivers, JsonObject network, JsonObject experiment)
    {
        if (drivers.Count == 0)
        {
            return;
        }

        network["driver"]!["examples"] = new JsonArray([.. drivers.Select(driver => (JsonNode)driver.Name)]);
        definitions[nameof(NetworkSpec)]!["allOf"] = new JsonArray([.. drivers.Select(driver => (JsonNode)new JsonObject
        {
            ["if"] = new JsonObject
            {
                ["properties"] = new JsonObject { ["driver"] = new JsonObject { ["const"] = driver.Name } },
                ["required"] = new JsonArray("driver"),
            },
            ["then"] = new JsonObject { ["properties"] = new JsonObject { ["settings"] = Reference(names[driver.Settings]) } },
        })]);
        // Which network an experiment runs on is known, what driver that has is not: any driver's options will do here.
        experiment["options"] = new JsonObject
        {
            ["description"] = experiment["options"]!["description"]!.DeepClone(),
            ["anyOf"] = new JsonArray([.. drivers.Select(driver => names[driver.Options]).Distinct().Select(name => (JsonNode)Reference(name))]),
        };
    }

    /// <summary>Formats that only generators of code look at.</summary>
    private static void Shorten(JsonObject schema)
    {
        foreach (var property in schema["properties"]?.AsObject().Select(pair => pair.Value!.AsObject()) ?? [])
        {
            property.Remove("format");
            (property["additionalProperties"] as JsonObject)?.Remove("format");
        }

        schema.Remove("x-enumNames");
    }
}
