using Scriban;
using Scriban.Parsing;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>
/// Escapes every value that a template writes, so that no template can forget to: only <see cref="SafeText"/> goes out as it is. A wrong
/// name is an error, not an empty place.
/// </summary>
internal sealed class EscapingContext : TemplateContext
{
    private readonly Func<string, string> escape;

    public EscapingContext(Func<string, string> escape)
    {
        this.escape = escape;
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        EnableRelaxedTargetAccess = false;
        LoopLimit = 0;
        LimitToString = 0;
        NewLine = "\n";
    }

    /// <inheritdoc/>
    public override TemplateContext Write(SourceSpan span, object? textAsObject) => textAsObject switch
    {
        null => this,
        SafeText safe => Write(safe.Text),
        _ => Write(escape(ObjectToString(textAsObject) ?? "")),
    };
}
