namespace Survey.Benchmarks.Measuring;

/// <summary>A benchmark went wrong: its peer or our own program failed.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);

/// <summary>A benchmark cannot run on this machine; the message says what it needs and the command that brings it.</summary>
internal sealed class BenchmarkSkippedException(string message) : Exception(message);
