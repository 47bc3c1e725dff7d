namespace Survey.Experiments.Reporting;

/// <summary>Names of places within the report, the same in every form of it.</summary>
public static class Anchors
{
    /// <summary>The link to a claim.</summary>
    public static string Claim(string id) => "#claim-" + Slug(id);

    /// <summary>The link to what recorded sessions are.</summary>
    public const string Recordings = "#recordings";

    /// <summary>The link to a network's page.</summary>
    public static string Network(string name) => "#network-" + Slug(name);

    /// <summary>The link to a property's section.</summary>
    public static string Property(string name) => "#property-" + Slug(name);

    /// <summary>The link to a row on its network's page.</summary>
    public static string Row(string runId, string experiment) => "#run-" + Slug(runId) + "-" + Slug(experiment);

    /// <summary>Text reduced to lower-case letters, digits and hyphens.</summary>
    public static string Slug(string text) =>
        string.Concat(text.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
}
