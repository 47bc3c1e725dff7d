using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Running;

/// <summary>Decides where an experiment goes: to its devnet, or with <c>--real</c> to the endpoint of the YAML.</summary>
internal sealed class ExperimentEndpoint(RunContext context)
{
    public async Task<(NetworkDriver Driver, NetworkEndpoint Endpoint)> ResolveAsync(string name, ExperimentSpec experiment, CancellationToken cancellationToken)
    {
        var network = context.Request.Spec.Networks[experiment.Network];
        if (network.Driver is null || !context.Services.Drivers.TryGetValue(network.Driver, out var driver))
            throw new SurveyException(ExitCode.InvalidSpecification, $"The network '{experiment.Network}' of '{name}' has no driver: it is a row of claims and runs nothing.");
        var settings = network.Settings?.ToJsonString() ?? "{}";
        if (network.StandIn(driver) is not { } standIn)
            return (driver, new NetworkEndpoint(experiment.Network, driver.Name, network.Standing, AddressOf(experiment.Network, network), settings));
        if (context.Request.Options.Real)
        {
            var address = AddressOf(experiment.Network, network)
                ?? throw new SurveyException(ExitCode.MissingPrerequisite, $"'{name}' runs with --real and networks.{experiment.Network}.endpoint is empty: set it, or the variable it names.");
            return (driver, new NetworkEndpoint(experiment.Network, driver.Name, network.Standing, address, settings));
        }

        var faults = experiment.Faults is { Count: > 0 } asked ? asked.ToJsonString() : null;
        var options = DevnetInstance.OptionsOf(driver, network.Settings);
        var instance = faults is null ? DevnetInstance.Shared(standIn, options) : DevnetInstance.Own(standIn, name, options, faults);
        var devnet = await context.Services.Devnets.EnsureAsync(instance, cancellationToken);
        return (driver, new NetworkEndpoint(experiment.Network, driver.Name, Standing.Devnet, devnet, settings) { Devnet = network.Devnet });
    }

    private static Uri? AddressOf(string name, NetworkSpec network)
    {
        if (string.IsNullOrWhiteSpace(network.Endpoint))
            return null;
        return Uri.TryCreate(network.Endpoint, UriKind.Absolute, out var address)
            ? address
            : throw new SurveyException(ExitCode.InvalidSpecification, $"networks.{name}.endpoint is '{network.Endpoint}', which is no absolute URL.");
    }
}
