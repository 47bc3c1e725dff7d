namespace Cake.Frosting;

/// <summary>Names a task; without it the class name is the name.</summary>
/// <param name="name">The name used on the command line.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TaskNameAttribute(string name) : Attribute
{
    /// <summary>The name used on the command line.</summary>
    public string Name { get; } = name;
}

/// <summary>Says what a task does, for <c>--description</c>.</summary>
/// <param name="description">One line.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TaskDescriptionAttribute(string description) : Attribute
{
    /// <summary>One line.</summary>
    public string Description { get; } = description;
}

/// <summary>Names a task that has to run before.</summary>
/// <param name="type">The class of that task.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class IsDependentOnAttribute(Type type) : Attribute, Internal.ITaskDependency
{
    /// <summary>The class of that task.</summary>
    public Type Task { get; } = type;
}
