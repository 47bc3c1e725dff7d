using System.Text.Json;
using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>Decides whether a node can run an execution, before anything of it is fetched.</summary>
internal sealed class Bidder(ComputeNodeParts parts, NodeResources capacity)
{
    private const int LargestMessage = 1 << 20;

    /// <summary>Whether the node never hears of the execution, or never gets to it.</summary>
    public bool NeverArrives(Execution execution) =>
        (parts.Defects.LargeJobsStayPending && JsonSerializer.SerializeToUtf8Bytes(execution.Job, WireJson.Default).Length > LargestMessage)
        || parts.Faults.Strikes(parts.Faults.Plan.StuckWork);

    /// <summary>The resources to set aside, or the reason why the node will not run it.</summary>
    /// <exception cref="ComputeException">Looking at it failed.</exception>
    public async Task<(NodeResources? Resources, string? Refusal)> DecideAsync(Execution execution, CancellationToken cancellationToken)
    {
        var task = execution.Job.Task;
        var docker = DockerParams.Read(task.Engine!);
        await parts.Images.CheckAsync(docker.Image, cancellationToken);
        if (parts.Environment.Refusal(task) is { } variable)
            return (null, variable);
        var asked = ResourceText.Parse(task.Resources);
        var inputs = await parts.Inputs.SizeAsync(task, cancellationToken);
        var requested = asked with { Disk = Math.Max(asked.Disk, inputs) };
        return requested.FitsInto(capacity)
            ? (requested, null)
            : (null, $"insufficient resources - requested: {ResourceText.Print(requested)}, available: {ResourceText.Print(capacity)}");
    }
}
