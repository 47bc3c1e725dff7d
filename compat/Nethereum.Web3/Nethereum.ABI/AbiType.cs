using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Nethereum.ABI.FunctionEncoding.Attributes;

namespace Nethereum.ABI;

internal enum AbiKind
{
    Number,
    Boolean,
    Address,
    FixedBytes,
    Bytes,
    Text,
    Array,
    Tuple,
}

/// <summary>A type of the contract ABI; tuples take their components from the [Parameter] properties of a CLR type.</summary>
internal sealed record AbiType(AbiKind Kind, string Name)
{
    private static readonly ConcurrentDictionary<Type, AbiType> Tuples = new();

    public bool Signed { get; private init; }

    /// <summary>Bytes of a number or of fixed bytes; elements of an array, -1 when the array is dynamic.</summary>
    public int Size { get; private init; }

    public AbiType? Element { get; private init; }

    public IReadOnlyList<AbiMember> Members { get; private init; } = [];

    public bool IsDynamic { get; private init; }

    /// <summary>Bytes in the head: 32 for everything dynamic.</summary>
    public int HeadSize { get; private init; } = 32;

    public static AbiType Parse(string name, Type? clrType)
    {
        if (name.EndsWith(']'))
            return ParseArray(name, clrType);
        if (name == "tuple")
            return TupleOf(clrType ?? throw new NotSupportedException("A tuple needs a property whose type has [Parameter] properties."));
        return name switch
        {
            "address" => new(AbiKind.Address, name) { Size = 20 },
            "bool" => new(AbiKind.Boolean, name) { Size = 1 },
            "string" => new(AbiKind.Text, name) { IsDynamic = true },
            "bytes" => new(AbiKind.Bytes, name) { IsDynamic = true },
            "uint" => Parse("uint256", clrType),
            "int" => Parse("int256", clrType),
            _ when name.StartsWith("uint", StringComparison.Ordinal) => new(AbiKind.Number, name) { Size = Digits(name[4..]) / 8 },
            _ when name.StartsWith("int", StringComparison.Ordinal) => new(AbiKind.Number, name) { Size = Digits(name[3..]) / 8, Signed = true },
            _ when name.StartsWith("bytes", StringComparison.Ordinal) => new(AbiKind.FixedBytes, name) { Size = Digits(name[5..]) },
            _ => throw new NotSupportedException($"The ABI has no type '{name}'."),
        };
    }

    public static AbiType TupleOf(Type type) => Tuples.GetOrAdd(type, static owner =>
    {
        var members = AbiMember.Of(owner);
        var dynamic = members.Any(member => member.Type.IsDynamic);
        return new(AbiKind.Tuple, $"({string.Join(',', members.Select(member => member.Type.Name))})")
        {
            Members = members,
            IsDynamic = dynamic,
            HeadSize = dynamic ? 32 : members.Sum(member => member.Type.HeadSize),
        };
    });

    private static AbiType ParseArray(string name, Type? clrType)
    {
        var bracket = name.LastIndexOf('[');
        var element = Parse(name[..bracket], clrType is null ? null : ElementOf(clrType));
        var length = bracket == name.Length - 2 ? -1 : Digits(name[(bracket + 1)..^1]);
        var dynamic = length < 0 || element.IsDynamic;
        return new(AbiKind.Array, element.Name + name[bracket..])
        {
            Element = element,
            Size = length,
            IsDynamic = dynamic,
            HeadSize = dynamic ? 32 : length * element.HeadSize,
        };
    }

    private static Type? ElementOf(Type type) => type.GetElementType() ?? type.GetGenericArguments().FirstOrDefault();

    private static int Digits(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

/// <summary>One [Parameter] property of a message, event or tuple.</summary>
internal sealed record AbiMember(PropertyInfo Property, AbiType Type, bool Indexed)
{
    public static IReadOnlyList<AbiMember> Of(Type owner) =>
    [
        .. from property in owner.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           let parameter = property.GetCustomAttribute<ParameterAttribute>()
           where parameter is not null
           orderby parameter.Order
           select new AbiMember(property, AbiType.Parse(parameter.Type, property.PropertyType), parameter.Indexed),
    ];
}
