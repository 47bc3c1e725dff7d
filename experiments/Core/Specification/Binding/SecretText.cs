using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>Binds secrets: the reference is checked and kept, its value never enters the specification.</summary>
internal static class SecretText
{
    public static object Bind(SourceNode node, string path, BindingContext context, SecretReferenceAttribute rule)
    {
        if (node is SourceMap map && rule.AllowText)
        {
            return BindMap(map, path, context, rule);
        }

        if (node is SourceList list && rule.AllowText)
        {
            return list.Items
                .Select((item, index) => Bind(item, SourcePath.Join(path, index), context, rule))
                .OfType<string>()
                .ToArray();
        }

        if (node is not SourceScalar scalar)
        {
            context.Wrong(node, path, "${NAME} with the variable that holds the secret");
            return ValueBinder.Unbound;
        }

        if (Interpolation.SingleName(scalar.Text) is { } name)
        {
            context.Met(node, path, name, isSecret: true, context.Environment?.Invoke(name) is null or "");
            return scalar.Text;
        }

        if (rule.AllowText)
        {
            return BindText(scalar, path, context);
        }

        // The text may be the secret itself: it must not appear in a message.
        context.Findings.Error(
            node.Location,
            path,
            "holds a secret as text; expected ${NAME} with the environment variable that holds it, without a default.",
            "Remove it from the file and treat it as disclosed.");
        return ValueBinder.Unbound;
    }

    private static object BindText(SourceScalar scalar, string path, BindingContext context)
    {
        var result = Interpolation.Expand(scalar.Text, context.Environment ?? (_ => null));
        foreach (var (name, isMissing) in result.Names)
        {
            context.Met(scalar, path, name, isSecret: true, isMissing);
        }

        if (result.Malformed is not null)
        {
            context.Findings.Error(scalar.Location, path, "holds '${' without a reference; expected ${NAME}.", null);
            return ValueBinder.Unbound;
        }

        return scalar.Text;
    }

    private static Dictionary<string, string> BindMap(SourceMap map, string path, BindingContext context, SecretReferenceAttribute rule)
    {
        var bound = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (Bind(entry.Value, SourcePath.Join(path, entry.Key), context, rule) is string text)
            {
                bound[entry.Key] = text;
            }
        }

        return bound;
    }
}
