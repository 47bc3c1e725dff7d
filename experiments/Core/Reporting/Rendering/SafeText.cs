namespace Survey.Experiments.Reporting.Rendering;

/// <summary>Text that is already in the language of the page. Everything else is escaped when a template writes it.</summary>
/// <param name="Text">HTML or Markdown.</param>
internal sealed record SafeText(string Text)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
