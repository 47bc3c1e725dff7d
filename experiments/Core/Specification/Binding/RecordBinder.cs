using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Binds a mapping to a record: keys are its properties in camelCase, unknown keys are findings.</summary>
internal sealed class RecordBinder(Type type) : ValueBinder
{
    // Lazy, so that a record may contain itself.
    private readonly Lazy<IReadOnlyList<PropertyBinder>> properties = new(() =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && property.GetCustomAttribute<JsonIgnoreAttribute>() is null)
            .Select(property => new PropertyBinder(property)),
    ]);

    public override string Expectation => "a mapping";

    public IReadOnlyList<PropertyBinder> Properties => properties.Value;

    public override object Bind(SourceNode node, string path, BindingContext context)
    {
        if (node is not SourceMap map)
        {
            context.Wrong(node, path, $"a mapping with {Keys()}");
            return Unbound;
        }

        var errors = context.Findings.Errors;
        var record = Activator.CreateInstance(type)!;
        foreach (var property in Properties)
        {
            if (map.Find(property.Key) is { } entry)
            {
                property.Bind(record, entry, SourcePath.Join(path, property.Key), context);
            }
            else if (property.IsSourceLocation)
            {
                property.Set(record, map.Location.Line > 0 ? $"{map.Location.File}:{map.Location.Line}" : map.Location.File);
            }
            else if (property.IsRequired && !context.IsPartial)
            {
                context.Findings.Error(map.Location, path, $"lacks '{property.Key}'; expected {property.Expectation}.", null);
            }
        }

        RefuseUnknown(map, path, context);
        if (record is ISelfChecking checking && errors == context.Findings.Errors && !context.IsPartial)
        {
            foreach (var problem in checking.Check())
            {
                context.Findings.Error(Locate(map, problem.Path), path, problem.Message, problem.Suggestion);
            }
        }

        return record;
    }

    public override JsonNode? ToJson(object value) => new JsonObject(Properties
        .Select(property => KeyValuePair.Create(property.Key, property.ToJson(value)))
        .Where(pair => pair.Value is not null));

    private static SourceLocation Locate(SourceMap map, string path) =>
        SourcePath.Parse(path) is { } segments ? SourcePath.Locate(map, segments) : map.Location;

    private void RefuseUnknown(SourceMap map, string path, BindingContext context)
    {
        foreach (var entry in map.Entries)
        {
            if (Properties.All(property => property.Key != entry.Key))
            {
                var owner = path.Length == 0 ? "The file" : path;
                context.Findings.Error(
                    entry.Location, owner, $"has no key '{entry.Key}'.", Nearest.Suggest(entry.Key, Properties.Select(property => property.Key)));
            }
        }
    }

    private string Keys()
    {
        var required = Properties.Where(property => property.IsRequired).Select(property => $"'{property.Key}'").ToList();
        return required.Count > 0 ? string.Join(", ", required) : Properties.Count > 0 ? $"keys such as '{Properties[0].Key}'" : "no keys";
    }
}
