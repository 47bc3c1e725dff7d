namespace Survey.Benchmarks.Measuring;

/// <summary>One comparison of ours with a peer's.</summary>
internal interface IBenchmark
{
    /// <summary>What <c>--only</c> calls it.</summary>
    string Name { get; }

    /// <summary>What ours is compared with.</summary>
    string Peer { get; }

    /// <summary>Measures; one result per figure.</summary>
    /// <exception cref="BenchmarkSkippedException">Something it needs is missing here.</exception>
    Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken);
}
