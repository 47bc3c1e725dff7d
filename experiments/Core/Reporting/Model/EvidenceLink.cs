namespace Survey.Experiments.Reporting.Model;

/// <summary>Where something can be checked.</summary>
/// <param name="Text">What is behind the link, in a few words.</param>
/// <param name="Href">Relative to the report, percent-encoded; or a web address; or an anchor of the page.</param>
public sealed record EvidenceLink(string Text, string Href);
