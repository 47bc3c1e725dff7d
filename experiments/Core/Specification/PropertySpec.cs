using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Survey.Experiments.Specification;

/// <summary>One property networks are judged by.</summary>
[Description("One property networks are judged by.")]
public sealed record PropertySpec : ISelfChecking
{
    /// <summary>Title in the report.</summary>
    [Description("Title in the report.")]
    public required string Title { get; init; }

    /// <summary>The question it answers.</summary>
    [Description("The question it answers, one sentence.")]
    public required string Question { get; init; }

    /// <summary>The rubric: criteria with weights.</summary>
    [Description("What makes a network ready in this property: criteria with weights.")]
    public IReadOnlyList<CriterionSpec> Rubric { get; init; } = [];

    /// <summary>Words for readiness by least score, 0 to 1.</summary>
    [Description("Words for the verdict by least score (0 to 1), for example ready: 0.75.")]
    public IReadOnlyDictionary<string, double> Levels { get; init; } = new Dictionary<string, double>();

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check()
    {
        foreach (var twin in Rubric.Index().GroupBy(pair => pair.Item.Name, StringComparer.Ordinal).SelectMany(group => group.Skip(1)))
        {
            yield return new SpecificationProblem($"rubric[{twin.Index}].name", $"has a second criterion '{twin.Item.Name}'; expected names that differ.");
        }

        foreach (var (level, score) in Levels)
        {
            if (score is < 0 or > 1)
            {
                yield return new SpecificationProblem($"levels.{level}", $"starts the level '{level}' outside 0 to 1; expected the least score for it.");
            }
        }
    }
}

/// <summary>One criterion of a rubric.</summary>
[Description("One criterion of a rubric.")]
public sealed record CriterionSpec
{
    /// <summary>Name, unique within the property.</summary>
    [Description("Name, unique within the property.")]
    [MinLength(1)]
    public required string Name { get; init; }

    /// <summary>The value looked at: a path into the evidence or a claim topic.</summary>
    [Description("The value looked at: a measurement (for example clocks.total.ratio) or a claim's topic.")]
    public required string Value { get; init; }

    /// <summary>Weight against the other criteria.</summary>
    [Description("Weight against the other criteria.")]
    [Range(0, 1000)]
    public double Weight { get; init; } = 1;

    /// <summary>Score 1 at or beyond this value.</summary>
    [Description("Full score at or beyond this value.")]
    public double? Full { get; init; }

    /// <summary>Score 0 at or beyond this value.</summary>
    [Description("No score at or beyond this value (between the two: linear).")]
    public double? None { get; init; }
}
