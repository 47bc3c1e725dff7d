namespace Survey.Devnets.Bacalhau.Wire;

/// <summary>A Go type as far as decoding JSON into it can fail.</summary>
/// <param name="Name">The type's name in error texts.</param>
internal abstract record GoType(string Name);

/// <summary>A string, also one with a name of its own and values of its own.</summary>
internal sealed record GoString(string Name = "string", Func<string, string>? Normalize = null) : GoType(Name);

internal sealed record GoInteger(string Name = "int") : GoType(Name);

internal sealed record GoBoolean() : GoType("bool");

/// <summary>Anything, kept as it is.</summary>
internal sealed record GoAny() : GoType("interface {}");

/// <summary>Base64 text.</summary>
internal sealed record GoBytes() : GoType("[]uint8");

internal sealed record GoSlice(GoType Element) : GoType($"[]{Element.Name}");

internal sealed record GoMap(GoType Element) : GoType($"map[string]{Element.Name}");

/// <summary>A struct. Members that are not among its fields are ignored, and names match whatever their case.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="Fields">Its fields.</param>
/// <param name="DecodesItself">
/// Whether the type has its own decoder, so that positions in errors count from its own first byte.
/// </param>
internal sealed record GoStruct(string Name, IReadOnlyDictionary<string, GoType> Fields, bool DecodesItself = false) : GoType(Name)
{
    /// <summary>Fields that sit in an embedded struct, whose name shows up in error texts.</summary>
    public string? Embedded { get; init; }

    /// <summary>Those of <see cref="Fields"/> that do not sit in the embedded struct.</summary>
    public IReadOnlySet<string> Own { get; init; } = new HashSet<string>();
}
