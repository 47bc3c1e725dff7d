using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Tests.Specification;

/// <summary>A driver that is never created: only its settings, options and capabilities count.</summary>
internal static class SampleDriver
{
    public static IReadOnlyDictionary<string, NetworkDriver> All { get; } = new[] { Create("sample") }.ToDictionary(driver => driver.Name);

    public static NetworkDriver Create(string name, Capabilities? capabilities = null, bool hasDevnet = false) => new()
    {
        Name = name,
        Description = "A driver for tests.",
        Settings = typeof(SampleSettings),
        Options = typeof(SampleOptions),
        HasDevnet = hasDevnet,
        Capabilities = capabilities ?? new Capabilities { JobTypes = [JobType.Batch, JobType.Service], ModelDelivery = [ModelDelivery.Image] },
        Create = (_, _) => throw new InvalidOperationException("This driver is never created."),
    };
}

[Description("Settings of the sample.")]
internal sealed record SampleSettings
{
    [Description("A key.")]
    [SecretReference]
    public string? ApiKey { get; init; }

    [Description("Headers.")]
    [SecretReference(AllowText = true)]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    [Description("A number.")]
    [Range(1, 10)]
    public int Nodes { get; init; } = 1;

    [Description("A duration.")]
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);
}

[Description("Options of the sample.")]
internal sealed record SampleOptions : ISelfChecking
{
    [Description("Steps.")]
    public IReadOnlyList<SampleStep> Steps { get; init; } = [];

    public IEnumerable<SpecificationProblem> Check() => Steps.Index()
        .Where(step => step.Item.Url is null && step.Item.File is null)
        .Select(step => new SpecificationProblem($"steps[{step.Index}]", $"has neither url nor file in step '{step.Item.Name}'; expected one."));
}

[Description("A step.")]
internal sealed record SampleStep
{
    [Description("Name.")]
    public required string Name { get; init; }

    [Description("URL.")]
    public Uri? Url { get; init; }

    [Description("File.")]
    public string? File { get; init; }
}
