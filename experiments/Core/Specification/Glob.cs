using System.IO.Enumeration;

namespace Survey.Experiments.Specification;

/// <summary>Names with <c>*</c> and <c>?</c>.</summary>
public static class Glob
{
    /// <summary>Whether the text holds a wildcard.</summary>
    public static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?');

    /// <summary>Whether the whole name matches; upper and lower case differ.</summary>
    public static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
