using System.ComponentModel;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Scaffolding;

/// <summary>The reference page of drivers (docs/drivers.md), written from the types that bind their settings.</summary>
public static class DriverReference
{
    /// <summary>The whole page, Markdown.</summary>
    public static string Render(IReadOnlyDictionary<string, NetworkDriver> drivers)
    {
        var page = new StringBuilder("""
            # Drivers

            What may stand under `settings` of a network and under `options` of an experiment, by driver. Written from the program's own types
            (`./build.sh --target=Schema` writes it again, a test holds it against them); editors show the same through the schema.


            """);
        foreach (var driver in drivers.Values.OrderBy(driver => driver.Name, StringComparer.Ordinal))
        {
            page.Append($"## {driver.Name}\n\n{driver.Description}\n\n");
            Describe(page, driver.Settings, $"networks.x.settings ({driver.Name})");
            Describe(page, driver.Options, $"experiments.x.options ({driver.Name})");
        }

        page.Append("## Variables of step templates\n\nWhat templates of the `http` and `command` drivers see, besides their own `variables` and captured values.\n\n| variable | meaning |\n|---|---|\n");
        foreach (var (name, meaning) in StepVariables.Meanings)
            page.Append($"| `{name}` | {meaning} |\n");
        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Describe(StringBuilder page, Type root, string title)
    {
        var described = new HashSet<Type>();
        var waiting = new Queue<(Type Type, string Title)>([(root, title)]);
        while (waiting.TryDequeue(out var next))
        {
            if (!described.Add(next.Type))
                continue;
            var properties = Properties(next.Type);
            page.Append($"### {next.Title}\n\n{Description(next.Type)}\n\n");
            if (properties.Count == 0)
                continue;
            page.Append("| key | type | default | meaning |\n|---|---|---|---|\n");
            var defaults = Defaults(next.Type);
            foreach (var property in properties)
            {
                var (type, nested) = Name(property.PropertyType);
                var isRequired = property.IsDefined(typeof(RequiredMemberAttribute));
                page.Append($"| `{Camel(property.Name)}` | {type} | {(isRequired ? "required" : Default(property, defaults))} | {Cell(Description(property))} |\n");
                if (nested is not null)
                    waiting.Enqueue((nested, $"{Words(nested)}"));
            }

            page.Append('\n');
        }
    }

    private static List<PropertyInfo> Properties(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && !property.IsDefined(typeof(SourceLocationAttribute)))
            // Own keys first would scatter what all steps share: inherited ones come first, as in the source.
            .OrderBy(property => Depth(property.DeclaringType!))
            .ThenBy(property => property.MetadataToken),
    ];

    private static int Depth(Type type) => type.BaseType is null ? 0 : 1 + Depth(type.BaseType);

    private static (string Name, Type? Nested) Name(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Name(type.GetGenericArguments()[0]) is var (item, nested) ? ($"list of {item}", nested) : default;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return Name(type.GetGenericArguments()[1]) is var (value, inner) ? ($"mapping of {value}", inner) : default;
        if (type.IsEnum)
            return (string.Join(", ", Enum.GetNames(type).Select(Kebab)), null);
        if (typeof(JsonNode).IsAssignableFrom(type))
            return (type == typeof(JsonObject) ? "mapping" : "any value", null);
        return type switch
        {
            _ when type == typeof(string) => ("text", null),
            _ when type == typeof(bool) => ("true or false", null),
            _ when type == typeof(TimeSpan) => ("duration", null),
            _ when type == typeof(Money) => ("amount and currency", null),
            _ when type.IsPrimitive || type == typeof(decimal) => ("number", null),
            _ => ($"[{Words(type)}](#{Words(type).Replace(' ', '-')})", type),
        };
    }

    private static object? Defaults(Type type) => type.IsAbstract ? null : Activator.CreateInstance(type);

    private static string Default(PropertyInfo property, object? defaults) => (defaults is null ? null : property.GetValue(defaults)) switch
    {
        null or "" => "",
        bool flag => flag ? "`true`" : "`false`",
        TimeSpan time => $"`{time.TotalSeconds:0.###}s`",
        Enum value => $"`{Kebab(value.ToString())}`",
        System.Collections.IEnumerable items and not string => string.Join(", ", items.Cast<object>().Select(item => $"`{(item is Enum ? Kebab(item.ToString()!) : item)}`")),
        IFormattable number => $"`{number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}`",
        var text => $"`{text}`",
    };

    private static string Description(MemberInfo member) => member.GetCustomAttribute<DescriptionAttribute>()?.Description
        ?? throw new InvalidOperationException($"{member.DeclaringType?.Name}.{member.Name} has no description. Add a [Description] to it.");

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Words(Type type) =>
        Kebab(type.Name.Replace("Spec", "", StringComparison.Ordinal).Split('`')[0]).Replace('-', ' ');

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static string Kebab(string name) =>
        string.Concat(name.Select((letter, index) => (char.IsUpper(letter) && index > 0 ? "-" : "") + char.ToLowerInvariant(letter)));
}
