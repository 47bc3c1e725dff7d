using System.Text;
using System.Text.RegularExpressions;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Environment variables in a value: <c>${NAME}</c>, <c>${NAME:-default}</c>, and <c>$${</c> for the characters themselves.</summary>
internal static partial class Interpolation
{
    /// <summary>A value with its variables filled in.</summary>
    /// <param name="Text">The value; references that are missing stand as they were written.</param>
    /// <param name="Names">All variables, with whether each is missing.</param>
    /// <param name="Malformed">The first thing after <c>${</c> that is no reference.</param>
    public readonly record struct Result(string Text, IReadOnlyList<(string Name, bool IsMissing)> Names, string? Malformed)
    {
        public bool IsMissing => Names.Any(name => name.IsMissing);
    }

    public static bool HasReference(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>The variable when the whole text is one reference without default.</summary>
    public static string? SingleName(string text) => Reference.Match(text) is { Success: true, Index: 0 } match
        && match.Length == text.Length && !match.Groups["default"].Success ? match.Groups["name"].Value : null;

    public static Result Expand(string text, Func<string, string?> environment)
    {
        var (expanded, names) = (new StringBuilder(), new List<(string, bool)>());
        for (var at = 0; at < text.Length;)
        {
            var start = text.IndexOf("${", at, StringComparison.Ordinal);
            if (start < 0)
            {
                expanded.Append(text, at, text.Length - at);
                break;
            }

            if (start > at && text[start - 1] == '$')
            {
                expanded.Append(text, at, start - 1 - at).Append("${");
                at = start + 2;
                continue;
            }

            expanded.Append(text, at, start - at);
            var match = Reference.Match(text, start);
            if (!match.Success)
            {
                return new Result(text, names, text[start..Math.Min(text.Length, start + 40)]);
            }

            var name = match.Groups["name"].Value;
            var value = environment(name) is { Length: > 0 } set ? set : match.Groups["default"].Success ? match.Groups["default"].Value : null;
            names.Add((name, value is null));
            expanded.Append(value ?? match.Value);
            at = start + match.Length;
        }

        return new Result(expanded.ToString(), names, null);
    }

    [GeneratedRegex(@"\G\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<default>[^}]*))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference { get; }
}
