using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Planning;

/// <summary>What a real endpoint needs besides: an address, permission, a budget.</summary>
internal static class EndpointChecks
{
    public static IEnumerable<Obstacle> Check(PlannedExperiment experiment, SurveySpec survey, PlanOptions options)
    {
        if (experiment.Driver is not { } driver)
        {
            yield break;
        }

        var name = experiment.Spec.Network;
        foreach (var missing in ExperimentNeeds.MissingVariables(survey, experiment.Name, experiment.AtEndpoint, experiment.Published))
        {
            yield return Obstacle.Refuse($"{missing.Path} needs the environment variable {missing.Name}: set it.");
        }

        var standIn = experiment.Network.StandIn(driver);
        if (!options.Real && standIn is null && (experiment.Network.Mainnet || experiment.Network.Standing == Standing.Network))
        {
            yield return Obstacle.Refuse($"{name} has no devnet and its endpoint is a public network: add --real.");
        }

        if (options.Real && standIn is not null && experiment.Network.Endpoint is null)
        {
            yield return Obstacle.Refuse($"--real needs the address of a node: set networks.{name}.endpoint.");
        }

        if (experiment.AtEndpoint && experiment.Network.Mainnet && !options.AllowMainnet)
        {
            yield return Obstacle.Refuse($"{name} spends real money (networks.{name}.mainnet): add --allow-mainnet.");
        }

        if (experiment.AtEndpoint && experiment.Spec.Faults is { Count: > 0 })
        {
            yield return Obstacle.Refuse($"Faults are asked of devnets only: remove experiments.{experiment.Name}.faults or run without --real.");
        }

        if (experiment.Capabilities!.CostsMoney && experiment.Spec.Limits.Budget is null)
        {
            yield return Obstacle.Refuse($"{name} takes money and there is no budget: set experiments.{experiment.Name}.limits.budget.");
        }
    }
}
