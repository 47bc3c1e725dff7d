using System.Text.Json.Nodes;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Binds text to one kind of value.</summary>
/// <param name="expectation">What is expected, after "expected".</param>
/// <param name="parse">The value of a text, or null when the text is none.</param>
/// <param name="format">The value as JSON.</param>
internal sealed class ScalarBinder(string expectation, Func<string, object?> parse, Func<object, JsonNode?> format) : ValueBinder
{
    public override string Expectation => expectation;

    /// <summary>Whether the value is text, so that quotes make no difference and a missing variable leaves the reference.</summary>
    public bool IsText { get; init; }

    /// <summary>The words that are accepted, where there are only some; they are proposed for a typo.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public override JsonNode? ToJson(object value) => format(value);

    public override object Bind(SourceNode node, string path, BindingContext context) => Bind(node, path, context, Expectation);

    /// <summary>The same where the place expects more than the type does: a range, a pattern.</summary>
    public object Bind(SourceNode node, string path, BindingContext context, string expected)
    {
        if (node is not SourceScalar scalar || scalar.IsNull)
        {
            context.Wrong(node, path, expected);
            return Unbound;
        }

        if (context.Environment is null || !Interpolation.HasReference(scalar.Text))
        {
            return scalar.IsQuoted && !IsText && context.Environment is not null
                ? Refuse(scalar, path, context, expected, "Remove the quotes.")
                : parse(scalar.Text) ?? Refuse(scalar, path, context, expected);
        }

        var result = Interpolation.Expand(scalar.Text, context.Environment);
        foreach (var (name, isMissing) in result.Names)
        {
            context.Met(node, path, name, isSecret: false, isMissing);
        }

        if (result.Malformed is not null)
        {
            context.Wrong(node, path, "references as ${NAME} or ${NAME:-default}", "Write $${ for the characters themselves.");
            return Unbound;
        }

        return result.IsMissing ? IsText ? scalar.Text : Unbound : parse(result.Text) ?? Refuse(scalar, path, context, expected);
    }

    private object Refuse(SourceScalar scalar, string path, BindingContext context, string expected, string? suggestion = null)
    {
        // Removing quotes helps only when what is inside would be right.
        var hint = suggestion is not null && parse(scalar.Text) is not null ? suggestion
            : Nearest.Find(scalar.Text, Words, 1) is [var word] ? $"Did you mean '{word}'?" : null;
        context.Wrong(scalar, path, expected, hint);
        return Unbound;
    }
}
