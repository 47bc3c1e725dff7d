using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Planning;

/// <summary>One experiment with everything its checks look at.</summary>
internal sealed record PlannedExperiment(
    string Name, ExperimentSpec Spec, NetworkSpec Network, ModelSpec Model, ImageSpec Image, HostingSpec? Hosting, NetworkDriver? Driver, bool Real)
{
    /// <summary>Whether it talks to the endpoint in the YAML: with <c>--real</c>, and where a driver has no devnet.</summary>
    public bool AtEndpoint => Driver is not null && (Real || Network.StandIn(Driver) is null);

    /// <summary>What the driver can do with the settings of this network.</summary>
    public Capabilities? Capabilities { get; } = Driver?.CapabilitiesWith(Network.Settings);

    /// <summary>Whether image, model and inputs must be published for it.</summary>
    public bool Published => AtEndpoint && Capabilities is { NeedsReach: true };

    public Standing Standing => AtEndpoint ? Network.Standing : Standing.Devnet;

    public bool SpendsRealMoney => AtEndpoint && Network.Mainnet && Capabilities!.CostsMoney;

    public static PlannedExperiment From(SurveySpec survey, string name, PlanOptions options)
    {
        var spec = survey.Experiments[name];
        var network = survey.Networks[spec.Network];
        return new PlannedExperiment(
            name,
            spec,
            network,
            survey.Models[spec.Model],
            survey.Images[spec.Image],
            network.Hosting is { } hosting ? survey.Hosting[hosting] : null,
            network.Driver is { } driver ? options.Drivers.GetValueOrDefault(driver) : null,
            options.Real);
    }
}
