namespace Nethereum.ABI.FunctionEncoding.Attributes;

public interface IEventDTO;

public interface IFunctionOutputDTO;

[AttributeUsage(AttributeTargets.Class)]
public class FunctionAttribute : Attribute
{
    public FunctionAttribute(string name) => Name = name;

    public FunctionAttribute(string name, string returnType) => (Name, ReturnType) = (name, returnType);

    public string Name { get; }

    public string? ReturnType { get; }
}

[AttributeUsage(AttributeTargets.Class)]
public class FunctionOutputAttribute : Attribute;

[AttributeUsage(AttributeTargets.Class)]
public class EventAttribute(string name) : Attribute
{
    public string Name { get; set; } = name;
}

[AttributeUsage(AttributeTargets.Property)]
public class ParameterAttribute : Attribute
{
    internal bool Indexed { get; }

    public ParameterAttribute(string type, string? name = null, int order = 1) => (Type, Name, Order) = (type, name, order);

    public ParameterAttribute(string type, string name, int order, bool indexed = false)
        : this(type, name, order) => Indexed = indexed;

    public string? Name { get; }

    public int Order { get; }

    public string Type { get; }
}
