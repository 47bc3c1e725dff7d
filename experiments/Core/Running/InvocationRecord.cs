using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>What the workloads of an experiment brought back: <c>invocation.json</c>.</summary>
/// <param name="Repetitions">One per workload; the first is cold.</param>
/// <param name="PredictionHash">The hash they share.</param>
/// <param name="Predicted">Inputs predicted.</param>
/// <param name="Predictions">The predictions file, relative to the experiment's folder.</param>
internal sealed record InvocationRecord(
    IReadOnlyList<RepetitionRecord> Repetitions, string PredictionHash, int Predicted, string Predictions)
{
    public static InvocationRecord Of(ExperimentFolder folder, IReadOnlyList<Invocation> invocations)
    {
        var first = invocations[0].Predictions;
        return new InvocationRecord(
            [.. invocations.Select(invocation => new RepetitionRecord(invocation.Clocks, invocation.Latencies, invocation.Payments, invocation.Observations))],
            first.Hash,
            first.Argmax.Count,
            Path.GetRelativePath(folder.Path, first.PredictionsPath).Replace('\\', '/'));
    }
}

/// <summary>One workload.</summary>
/// <param name="Clocks">Its phases.</param>
/// <param name="Latencies">Per request, for a service.</param>
/// <param name="Payments">Money that moved.</param>
/// <param name="Observations">What was seen on the way.</param>
internal sealed record RepetitionRecord(
    Clocks Clocks, IReadOnlyList<RequestLatency> Latencies, IReadOnlyList<Payment> Payments, IReadOnlyList<string> Observations);
