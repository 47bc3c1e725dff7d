using Survey.Experiments.Networks;

namespace Survey.Experiments.Planning;

/// <summary>Compares an experiment with what its driver can do at best.</summary>
internal static class CapabilityChecks
{
    public static IEnumerable<Obstacle> Check(PlannedExperiment experiment)
    {
        if (experiment.Capabilities is not { } can)
        {
            yield return Obstacle.Skip($"The network {experiment.Spec.Network} has no driver: its row of the report is made of claims.");
            yield break;
        }

        var spec = experiment.Spec;
        if (!can.JobTypes.Contains(spec.Job))
        {
            var job = Word(spec.Job);
            yield return Obstacle.Skip(Reason(can, job, $"{experiment.Spec.Network} takes no {job} jobs."));
        }

        if (spec.Delivery is { } delivery && !can.ModelDelivery.Contains(delivery))
        {
            var ways = string.Join(", ", can.ModelDelivery.Select(way => Word(way)));
            yield return Obstacle.Skip(Reason(can, Word(delivery), $"{experiment.Spec.Network} cannot deliver the model by {Word(delivery)}, only by {ways}."));
        }

        if (spec.Workload.Partitions > can.MaxPartitions)
        {
            var most = $"{experiment.Spec.Network} takes at most {can.MaxPartitions}, {spec.Workload.Partitions} partitions are asked for.";
            yield return Obstacle.Skip(Reason(can, "partitions", most));
        }

        if (spec.Resources.Gpu > 0 && can.Unsupported.TryGetValue("gpu", out var gpu))
        {
            yield return Obstacle.Skip(gpu);
        }
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Reason(Capabilities can, string what, string otherwise) => can.Unsupported.GetValueOrDefault(what, otherwise);
}
