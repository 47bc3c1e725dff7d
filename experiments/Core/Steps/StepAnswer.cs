using System.Text;

namespace Survey.Experiments.Steps;

/// <summary>What came back from one step, bounded in size by the transport.</summary>
/// <param name="Code">HTTP status or exit code.</param>
/// <param name="IsSuccess">Whether that code alone means success.</param>
/// <param name="Headers">Headers by lower-case name; empty for a command.</param>
/// <param name="Body">Body or standard output.</param>
/// <param name="Summary">What was asked and answered in a few words, secrets masked: <c>GET /jobs/7 answered 404</c>.</param>
internal sealed record StepAnswer(int Code, bool IsSuccess, IReadOnlyDictionary<string, string> Headers, byte[] Body, string Summary)
{
    /// <summary>Most of a body that is kept in memory.</summary>
    internal const int MaxBytes = 64 << 20;

    /// <summary>Most characters of an answer that a message quotes.</summary>
    internal const int ExcerptLength = 300;

    private string? text;

    /// <summary>The body as text.</summary>
    internal string Text => text ??= Encoding.UTF8.GetString(Body);

    /// <summary>The beginning of the text, for error messages.</summary>
    internal string Excerpt => Text.Length == 0 ? "an empty answer" : Text[..Math.Min(Text.Length, ExcerptLength)].ReplaceLineEndings(" ").Trim();
}
