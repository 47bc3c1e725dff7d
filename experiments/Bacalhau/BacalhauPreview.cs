using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Bacalhau;

/// <summary>What an experiment will create, and what cannot work with these settings, known before anything is touched.</summary>
internal static class BacalhauPreview
{
    private const int FirstPort = 1024;
    private const int LastPort = 65535;

    public static DriverPreview Of(PreviewRequest request) =>
        new(Creates(request), Unsupported(request, (BacalhauSettings)request.Settings, (BacalhauOptions)request.Options));

    private static IReadOnlyList<PlannedCreate> Creates(PreviewRequest request)
    {
        var image = $"the image {request.Spec.Image}";
        List<PlannedCreate> creates = request.Spec.Job == JobType.Service
            ? [new(Stage.Deploy, "job", $"a service of {image}, on a port of its node")]
            : [new(Stage.Invoke, "job", $"a batch of {image}, {request.Spec.Workload.Partitions} partition(s)")];
        if (request.Spec.Probes.Contains(VersioningProbe.Name))
            creates.Add(new PlannedCreate(Stage.Probe, "job", $"three versions of a job that only prints the version of {image}"));
        return creates;
    }

    private static string? Unsupported(PreviewRequest request, BacalhauSettings settings, BacalhauOptions options)
    {
        var partitions = request.Spec.Workload.Partitions;
        if (request.Spec.Job == JobType.Batch && partitions > settings.Nodes)
        {
            var have = settings.Nodes == 1 ? "1 node" : $"{settings.Nodes} nodes";
            return $"A job runs once per node at most: {partitions} partitions need {partitions} nodes, and settings.nodes says {have}.";
        }

        return options.Port is not 0 and (< FirstPort or > LastPort)
            ? $"A node gives a service no port {options.Port}: set options.port to one from {FirstPort} to {LastPort}, or to 0."
            : null;
    }
}
