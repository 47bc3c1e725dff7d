namespace Survey.Benchmarks.Measuring;

/// <summary>A benchmark cannot run here; the message says what it needs.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
