using System.Reflection;

namespace Survey.Compat.Tests;

/// <summary>
/// The public and protected surface of an assembly as text: one block per type, one line per member, short type names. It is the
/// format of every <c>upstream-api.txt</c> under compat/.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>One line per type and per member, each as "type: member", so that a difference names its place.</summary>
    public static IReadOnlySet<string> Of(Assembly assembly) =>
        assembly.GetExportedTypes().SelectMany(Lines).ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads the same lines from the text of an <c>upstream-api.txt</c>; lines that begin with # are comments.</summary>
    public static IReadOnlySet<string> Parse(IEnumerable<string> lines)
    {
        var surface = new HashSet<string>(StringComparer.Ordinal);
        var type = "";
        foreach (var line in lines.Where(line => line.Trim().Length > 0 && line[0] != '#'))
        {
            if (!char.IsWhiteSpace(line[0]))
                type = line.Trim();
            surface.Add(char.IsWhiteSpace(line[0]) ? $"{type}: {line.Trim()}" : type);
        }

        return surface;
    }

    internal static IEnumerable<string> Lines(Type type)
    {
        var header = Header(type);
        yield return header;
        var members = type.IsEnum
            ? [string.Join(", ", Enum.GetNames(type).Select(name => $"{name}={Convert.ToInt64(Enum.Parse(type, name))}"))]
            : type.GetMembers(Declared).Select(Member).OfType<string>();
        foreach (var member in members)
            yield return $"{header}: {member}";
    }

    private static string Header(Type type)
    {
        var bases = new[] { type.BaseType }.OfType<Type>()
            .Where(parent => parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum))
            .Concat(type.GetInterfaces())
            .Select(Name).ToList();
        return $"{Kind(type)} {type.Namespace}.{Name(type)}{(bases.Count == 0 ? "" : " : " + string.Join(", ", bases))}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsInterface: true } => "interface",
        { IsEnum: true } => "enum",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo { IsStatic: false } constructor when IsVisible(constructor) =>
            $"{Modifiers(constructor)}ctor({Parameters(constructor)})",
        FieldInfo { IsSpecialName: false } field when field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly =>
            $"field {(field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        PropertyInfo property => Property(property),
        MethodInfo { IsSpecialName: false } method when IsVisible(method) =>
            $"{Modifiers(method)}{Name(method.ReturnType)} {Name(method)}({Parameters(method)})",
        _ => null,
    };

    private static string? Property(PropertyInfo property)
    {
        var getter = property.GetMethod is { } get && IsVisible(get) ? get : null;
        var setter = property.SetMethod is { } set && IsVisible(set) ? set : null;
        return (getter ?? setter) is { } accessor
            ? $"{Modifiers(accessor)}{Name(property.PropertyType)} {property.Name} {{ {(getter is null ? "" : "get; ")}{(setter is null ? "" : "set; ")}}}"
            : null;
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Modifiers(MethodBase method) =>
        (method.IsFamily || method.IsFamilyOrAssembly ? "protected " : "")
        + (method.IsStatic ? "static " : "")
        + (method.IsAbstract ? "abstract " : method is { IsVirtual: true, IsFinal: false } ? "virtual " : "");

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter) =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")
        + $"{Name(parameter.ParameterType)} {parameter.Name}"
        + (parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "null"}" : "");

    private static string Name(MethodInfo method) =>
        method.IsGenericMethod ? $"{method.Name}<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : method.Name;

    private static string Name(Type type)
    {
        if (type.IsArray)
            return Name(type.GetElementType()!) + "[]";
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name.Split('`')[0];
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
