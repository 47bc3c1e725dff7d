namespace Survey.Build;

/// <summary>Documents an argument of a task, for the list that Default prints.</summary>
/// <param name="usage">As it is typed: <c>--suite=soak</c>.</param>
/// <param name="meaning">What it does, in a few words.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ArgumentAttribute(string usage, string meaning) : Attribute
{
    /// <summary>As it is typed.</summary>
    public string Usage { get; } = usage;

    /// <summary>What it does.</summary>
    public string Meaning { get; } = meaning;
}
