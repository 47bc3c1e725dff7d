namespace Survey.Experiments.Specification.Source;

/// <summary>Reading cannot go on: the rest of the text has no meaning after this.</summary>
internal sealed class SourceRefusedException(SourceLocation location, string message, string? suggestion) : Exception(message)
{
    public SourceLocation Location { get; } = location;

    public string? Suggestion { get; } = suggestion;
}
