namespace Survey.Experiments.Reporting.Model;

/// <summary>All there is to say about one network.</summary>
public sealed record NetworkPage
{
    /// <summary>Its name in the YAML.</summary>
    public required string Name { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Whether others are compared with it.</summary>
    public required bool IsBaseline { get; init; }

    /// <summary>The driver; null for a network made of claims.</summary>
    public string? Driver { get; init; }

    /// <summary>Where its folder is in the repository; null for a network without a driver of its own.</summary>
    public string? Code { get; init; }

    /// <summary>Findings by hand, Markdown, citations already turned into links; null when nobody wrote any.</summary>
    public string? Findings { get; init; }

    /// <summary>The traps among the findings, Markdown.</summary>
    public string? Traps { get; init; }

    /// <summary>What the driver says the network cannot do, with the reason.</summary>
    public required IReadOnlyDictionary<string, string> Unsupported { get; init; }

    /// <summary>Its runs.</summary>
    public required IReadOnlyList<ExperimentRow> Rows { get; init; }

    /// <summary>What was measured on nodes and networks, by the names that rubrics use.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>Claims about it.</summary>
    public required IReadOnlyList<ClaimEntry> Claims { get; init; }
}

/// <summary>One measured value.</summary>
/// <param name="Name">The name that rubrics use.</param>
/// <param name="Value">The value.</param>
/// <param name="Meaning">What it is, in a few words.</param>
/// <param name="Source">The evidence.</param>
public sealed record Measurement(string Name, double Value, string Meaning, EvidenceLink Source);
