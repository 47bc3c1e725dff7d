using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Finds the binder of a type. Shapes are looked at once per type, not once per value.</summary>
internal static class ValueBinders
{
    private static readonly ConcurrentDictionary<Type, ValueBinder> Cache = new();

    public static ValueBinder For(Type type) => Cache.GetOrAdd(type, Create);

    private static ValueBinder Create(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return For(underlying);
        }

        if (ScalarBinders.For(type) is { } scalar)
        {
            return scalar;
        }

        if (typeof(JsonNode).IsAssignableFrom(type))
        {
            return new JsonBinder(type);
        }

        if (Interface(type, typeof(IReadOnlyDictionary<,>)) is [var key, var value])
        {
            return (ValueBinder)Activator.CreateInstance(typeof(DictionaryBinder<,>).MakeGenericType(key, value))!;
        }

        if (Interface(type, typeof(IReadOnlyList<>)) is [var item])
        {
            return (ValueBinder)Activator.CreateInstance(typeof(ListBinder<>).MakeGenericType(item))!;
        }

        return type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null
            ? new RecordBinder(type)
            : throw new InvalidOperationException(
                $"{type} cannot be bound from YAML: expected a record with init properties and no constructor parameters, a list, a dictionary or a scalar.");
    }

    private static Type[]? Interface(Type type, Type generic) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == generic ? type.GetGenericArguments() : null;
}
