using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Scaffolding;

/// <summary>Tables of keys, types, defaults and meanings, written from the types that bind YAML.</summary>
internal static class TypeTables
{
    /// <summary>A section with a table for the type and for every type below it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="described">Types that have their section already.</param>
    /// <param name="root">The type.</param>
    /// <param name="title">The heading of its section.</param>
    /// <param name="also">A type whose keys stand beside those of the root.</param>
    public static void Describe(StringBuilder page, ISet<Type> described, Type root, string title, Type? also = null)
    {
        var waiting = new Queue<(Type Type, string Title)>([(root, title)]);
        while (waiting.TryDequeue(out var next))
        {
            if (!described.Add(next.Type))
                continue;
            var properties = Properties(next.Type);
            if (next.Type == root && also is not null)
                properties.AddRange(Properties(also));
            page.Append($"### {next.Title}\n\n{Description(next.Type)}\n\n");
            if (properties.Count == 0)
                continue;
            page.Append("| key | type | default | meaning |\n|---|---|---|---|\n");
            Rows(page, properties, nested => waiting.Enqueue((nested, Words(nested))));
            page.Append('\n');
        }
    }

    /// <summary>The rows of one type alone.</summary>
    public static void Rows(StringBuilder page, Type type) => Rows(page, Properties(type), null);

    private static void Rows(StringBuilder page, IEnumerable<PropertyInfo> properties, Action<Type>? nested)
    {
        foreach (var property in properties)
        {
            var defaults = Defaults(property.ReflectedType!);
            var (type, below) = Name(property.PropertyType);
            type = Precise(property, type);
            var isRequired = property.IsDefined(typeof(RequiredMemberAttribute));
            page.Append($"| `{Camel(property.Name)}` | {type} | {(isRequired ? "required" : Default(property, defaults))} | {Cell(Description(property))} |\n");
            if (below is not null)
                nested?.Invoke(below);
        }
    }

    private static List<PropertyInfo> Properties(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } && !property.IsDefined(typeof(SourceLocationAttribute)) && !property.IsDefined(typeof(JsonIgnoreAttribute)))
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
            _ when type == typeof(DateOnly) => ("date", null),
            _ when type == typeof(Uri) => ("URL", null),
            _ when type == typeof(Money) => ("amount and currency", null),
            _ when type.IsPrimitive || type == typeof(decimal) => ("number", null),
            _ => ($"[{Words(type)}](#{Words(type).Replace(' ', '-')})", type),
        };
    }

    private static string Precise(PropertyInfo property, string type) => property switch
    {
        _ when property.GetCustomAttribute<ReferenceAttribute>() is { } reference => $"name in {reference.Section}",
        _ when property.IsDefined(typeof(DriverDefinedAttribute)) => "[by driver](drivers.md)",
        _ when property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed => string.Join(", ", allowed.Values),
        _ when property.GetCustomAttribute<SecretReferenceAttribute>() is { AllowText: false } => "`${NAME}`",
        _ => type,
    };

    private static object? Defaults(Type type) => type.IsAbstract ? null : Activator.CreateInstance(type);

    private static string Default(PropertyInfo property, object? defaults) => (defaults is null ? null : property.GetValue(defaults)) switch
    {
        null or "" => "",
        // A record of its own has its own table.
        var record when record is not Enum && record.GetType() is { IsValueType: false, Namespace: { } space } && space.StartsWith("Survey.", StringComparison.Ordinal) => "",
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
