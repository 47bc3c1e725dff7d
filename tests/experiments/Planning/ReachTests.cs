using Survey.Experiments.Networks;
using Survey.Experiments.Planning;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Planning;

/// <summary>Plan refuses with --real what a real node could not reach, and says what to set.</summary>
public sealed class ReachTests : IDisposable
{
    private const string Far = "http://node.example:1234";
    private const string Near = "http://127.0.0.1:1234";
    private readonly YamlFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Far, "127.0.0.1:5000", "http://203.0.113.7:8088", "A real node cannot pull from 127.0.0.1:5000: set images.worker.push.advertise to a name that it reaches.")]
    [InlineData(Far, "registry.example:5000", "http://localhost:8088", "A real node cannot read from http://localhost:8088: set hosting.files.advertise to a URL that the node reaches.")]
    [InlineData(Far, "registry.example:5000", null, "A real node cannot read from a server whose address it is not told: set hosting.files.advertise to a URL that the node reaches.")]
    public void Plan_Refuses_WhatOnlyThisMachineReaches(string endpoint, string registry, string? advertise, string expected)
    {
        var plan = Plan(endpoint, registry, advertise);

        Assert.Equal((PlanVerdict.Refused, expected), (plan.Verdict, Assert.Single(plan.Reasons)));
    }

    [Theory]
    [InlineData(Far, "registry.example:5000", "http://203.0.113.7:8088")]
    [InlineData(Near, "127.0.0.1:5000", "http://127.0.0.1:8088")]
    [InlineData(Near, "127.0.0.1:5000", null)]
    public void Plan_Runs_WhatTheNodeReaches(string endpoint, string registry, string? advertise) =>
        Assert.Equal((PlanVerdict.Run, endpoint), (Plan(endpoint, registry, advertise).Verdict, Plan(endpoint, registry, advertise).Destination));

    [Fact]
    public void Plan_AsksForNothing_WhenTheDevnetIsUsed() => Assert.Equal(PlanVerdict.Run, Plan(Far, "127.0.0.1:5000", null, real: false).Verdict);

    [Fact]
    public void Plan_HoldsStepNetworksToTheSame_WhenTheyNeedReach()
    {
        var plan = Plan(Far, "127.0.0.1:5000", "http://203.0.113.7:8088", driver: "http", settings: "needsReach: true, delivery: [url], invoke: [{ name: a, url: /, collect: { argmax: x } }]", real: false);

        Assert.Contains("cannot pull from 127.0.0.1:5000", Assert.Single(plan.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_GoesToAnotherNetworksDevnet_WhenAStepNetworkNamesIt()
    {
        const string Settings = "needsReach: true, delivery: [url], invoke: [{ name: a, url: /, collect: { argmax: x } }]";

        var rehearsal = Plan(Far, "127.0.0.1:5000", null, driver: "http, devnet: bacalhau", settings: Settings, real: false);
        var real = Plan(Far, "registry.example:5000", "http://203.0.113.7:8088", driver: "http, devnet: bacalhau", settings: Settings);

        Assert.Equal((PlanVerdict.Run, Standing.Devnet, "the embedded devnet of bacalhau"), (rehearsal.Verdict, rehearsal.Standing, rehearsal.Destination));
        Assert.Equal((PlanVerdict.Run, Standing.Node, Far), (real.Verdict, real.Standing, real.Destination));
    }

    [Theory]
    [InlineData("http, devnet: bacalau", "networks.docker.devnet is 'bacalau', which has no embedded network. Did you mean 'bacalhau'?")]
    [InlineData("bacalhau, devnet: ocean", "networks.docker.devnet is set and the driver 'bacalhau' has a devnet of its own. Remove the key.")]
    public void Load_PointsAtADevnetThatIsNone(string driver, string expected) =>
        Assert.Contains(expected, string.Join('\n', folder.Load(Yaml(Far, "r:1", null, driver, ""), Options).Findings), StringComparison.Ordinal);

    private static LoadOptions Options => new() { Environment = _ => null, Drivers = NetworkDrivers.All };

    private ExperimentPlan Plan(string endpoint, string registry, string? advertise, string driver = "bacalhau", string settings = "", bool real = true)
    {
        var spec = folder.Load(Yaml(endpoint, registry, advertise, driver, settings), Options).Require();
        return Planner.Plan(spec, new PlanOptions { Real = real, Drivers = NetworkDrivers.All }).Experiments.Single();
    }

    private static string Yaml(string endpoint, string registry, string? advertise, string driver, string settings)
    {
        var hosting = $"hosting:\n  files: {{ kind: local{(advertise is null ? "" : $", advertise: \"{advertise}\"")} }}\n";
        return hosting + YamlFolder.Valid
            .Replace("worker: {}", $"worker: {{ push: {{ registry: \"{registry}\" }} }}", StringComparison.Ordinal)
            .Replace("driver: sample", $"driver: {driver}, endpoint: \"{endpoint}\", hosting: files{(settings.Length == 0 ? "" : $", settings: {{ {settings} }}")}", StringComparison.Ordinal);
    }
}
