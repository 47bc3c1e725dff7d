using System.Text;

namespace Survey.Experiments.Specification;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>Nothing runs before it is mended.</summary>
    Error,

    /// <summary>Worth a look; the run goes on.</summary>
    Warning,
}

/// <summary>Something that is wrong in experiments.yaml, in a file it includes, or in a <c>--set</c> argument.</summary>
/// <param name="File">The file as the user named it, or the whole <c>--set</c> argument.</param>
/// <param name="Line">Line, from 1; 0 for an argument.</param>
/// <param name="Column">Column, from 1; 0 for an argument.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">A full sentence: what is wrong and what was expected.</param>
/// <param name="Suggestion">What to do instead, as a sentence, where there is something to suggest.</param>
public sealed record Finding(string File, int Line, int Column, FindingSeverity Severity, string Message, string? Suggestion = null)
{
    /// <summary>The one line that compilers print too, so that editors and terminals make it a link.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line > 0)
        {
            text.Append(':').Append(Line).Append(':').Append(Column);
        }

        text.Append(Severity == FindingSeverity.Error ? ": error: " : ": warning: ").Append(Message);
        return (Suggestion is null ? text : text.Append(' ').Append(Suggestion)).ToString();
    }
}
