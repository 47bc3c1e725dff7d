using Survey.Experiments.Measuring;

namespace Survey.Experiments.Networks;

/// <summary>What one workload brought back.</summary>
/// <param name="Predictions">The joined predictions in input order.</param>
/// <param name="Clocks">The phases of this workload.</param>
/// <param name="Latencies">Per request, for a service; empty for a batch.</param>
/// <param name="Payments">Money that moved.</param>
/// <param name="Observations">What was seen on the way that the report should tell, one sentence each.</param>
public sealed record Invocation(
    PredictionRecord Predictions,
    Clocks Clocks,
    IReadOnlyList<RequestLatency> Latencies,
    IReadOnlyList<Payment> Payments,
    IReadOnlyList<string> Observations);

/// <summary>One request to a service.</summary>
/// <param name="Index">Index of the first input sent with it.</param>
/// <param name="Elapsed">From first byte sent to last byte received.</param>
/// <param name="Cold">Whether it was the first after the start.</param>
public sealed record RequestLatency(int Index, TimeSpan Elapsed, bool Cold);
