namespace Survey.Experiments.Specification;

/// <summary>The value is a secret: only <c>${NAME}</c> is accepted, and it stays that text in the specification.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretReferenceAttribute : Attribute
{
    /// <summary>Accepts text around the reference, for example <c>Bearer ${TOKEN}</c>, and text without one.</summary>
    public bool AllowText { get; init; }
}

/// <summary>The value names an entry of another section, a driver, or a devnet.</summary>
/// <param name="section">The section, for example <c>models</c>, or <c>drivers</c> or <c>devnets</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReferenceAttribute(string section) : Attribute
{
    /// <summary>The section.</summary>
    public string Section { get; } = section;
}

/// <summary>The value is a path relative to the YAML file it stands in; loading makes it relative to the main file.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RelativePathAttribute : Attribute
{
    /// <summary>Whether the file must be there when the YAML is read.</summary>
    public bool MustExist { get; init; }
}

/// <summary>What the keys of a dictionary must look like.</summary>
/// <param name="pattern">A regular expression that matches the whole key.</param>
/// <param name="expectation">The same in words, after "expected".</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyPatternAttribute(string pattern, string expectation) : Attribute
{
    /// <summary>The regular expression.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>The same in words.</summary>
    public string Expectation { get; } = expectation;
}

/// <summary>The shape of the value is the driver's affair: <c>NetworkDriver.Settings</c> or <c>NetworkDriver.Options</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DriverDefinedAttribute : Attribute;

/// <summary>The loader sets this text to where the record stands, <c>file:line</c>, so that errors of a later run can point there.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SourceLocationAttribute : Attribute;
