using System.Globalization;
using System.Text.Json.Nodes;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>
/// Renders the templates of steps. Templates are the user's, values may be a network's: values are data only, are percent-encoded in
/// URLs, and stay single arguments and JSON strings.
/// </summary>
internal sealed class StepTemplates(StepSecrets secrets)
{
    /// <summary>A text template; secrets are still markers.</summary>
    internal string Text(string template, ScriptObject variables) => Render(template, variables, new TemplateContext());

    /// <summary>A URL template: what expressions yield is percent-encoded, unless the whole template is one expression.</summary>
    internal string Url(string template, ScriptObject variables) =>
        Render(template, variables, IsSingleExpression(template) ? new TemplateContext() : new UrlContext());

    /// <summary>Whether a condition renders to true.</summary>
    internal bool Condition(string template, ScriptObject variables) =>
        string.Equals(Text(template, variables).Trim(), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// A JSON document whose strings are templates. A string that is one expression keeps the type of its value, so that
    /// <c>"{{ inputs.count }}"</c> becomes a number.
    /// </summary>
    /// <param name="node">The document.</param>
    /// <param name="variables">What its templates see.</param>
    /// <param name="reveal">What happens to the secrets in rendered strings, before they are escaped; null leaves their markers.</param>
    internal JsonNode? Json(JsonNode? node, ScriptObject variables, Func<string, string>? reveal = null) => node switch
    {
        JsonObject json => new JsonObject(json.Select(member => KeyValuePair.Create(member.Key, Json(member.Value, variables, reveal)))),
        JsonArray json => new JsonArray([.. json.Select(item => Json(item, variables, reveal))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Leaf(text, variables, reveal ?? (rendered => rendered)),
        _ => node?.DeepClone(),
    };

    private JsonNode? Leaf(string text, ScriptObject variables, Func<string, string> reveal) => IsSingleExpression(text)
        ? StepValues.ToJson(Evaluate(text, variables))
        : JsonValue.Create(reveal(Text(text, variables)));

    private object? Evaluate(string template, ScriptObject variables)
    {
        var context = Prepare(new TemplateContext(), variables);
        return Guard(template, () => Template.Evaluate(secrets.Mark(template.Trim()[2..^2]), context));
    }

    private string Render(string template, ScriptObject variables, TemplateContext context)
    {
        if (!template.Contains("{{", StringComparison.Ordinal))
            return secrets.Mark(template);

        var parsed = Template.Parse(secrets.Mark(template));
        return Guard(template, () => parsed.Render(Prepare(context, variables)));
    }

    private static TemplateContext Prepare(TemplateContext context, ScriptObject variables)
    {
        context.StrictVariables = true;
        context.LoopLimit = 100_000;
        context.RecursiveLimit = 20;
        context.LimitToString = 16 << 20;
        context.RegexTimeOut = TimeSpan.FromSeconds(1);
        context.MemberRenamer = member => member.Name;
        context.PushCulture(CultureInfo.InvariantCulture);
        context.PushGlobal(variables);
        return context;
    }

    private static T Guard<T>(string template, Func<T> render)
    {
        try
        {
            return render();
        }
        catch (Exception error) when (error is ScriptRuntimeException or InvalidOperationException or ScriptAbortException)
        {
            throw new NetworkException(
                NetworkErrorKind.Rejected,
                $"the template '{StepSecrets.Mask(template)}' cannot be rendered: {error.Message} Check its variables and spelling.",
                error);
        }
    }

    private static bool IsSingleExpression(string template)
    {
        var text = template.AsSpan().Trim();
        return text.StartsWith("{{") && text.EndsWith("}}") && text[2..].IndexOf("{{") < 0 && text.IndexOf("}}") == text.Length - 2;
    }

    private sealed class UrlContext : TemplateContext
    {
        public override TemplateContext Write(SourceSpan span, object? textAsObject)
        {
            // Markers of secrets pass unencoded; a secret in a URL is refused by the transport.
            var text = ObjectToString(textAsObject) ?? "";
            base.Write(StepSecrets.IsForged(text) ? text : Uri.EscapeDataString(text));
            return this;
        }
    }
}
