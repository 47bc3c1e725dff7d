using System.Collections.Concurrent;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>What came of replaying one recording.</summary>
internal sealed record ReplayResult(
    string Recording, IReadOnlyList<Difference> Differences, IReadOnlyList<int> Sent, IReadOnlyDictionary<int, string> Histories);

/// <summary>
/// Replays of recordings. Most of their time is waiting for timeouts and sleeping jobs, so they are all begun with the first and run beside
/// each other, while the tests ask for them one by one.
/// </summary>
public sealed class ReplayRuns : IAsyncDisposable
{
    private const int AtOnce = 4;

    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly ConcurrentDictionary<string, Lazy<Task<ReplayResult>>> runs = new(StringComparer.Ordinal);

    /// <summary>Replays a recording, and begins with the others that will be asked for.</summary>
    internal Task<ReplayResult> RunAsync(string path, IEnumerable<string> others)
    {
        var wanted = Begin(path);
        foreach (var other in others)
            Begin(other);
        return wanted;
    }

    public async ValueTask DisposeAsync()
    {
        await ((Task)Task.WhenAll(runs.Values.Select(run => run.Value))).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        places.Dispose();
    }

    private Task<ReplayResult> Begin(string path)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        return runs.GetOrAdd(path, _ => new Lazy<Task<ReplayResult>>(() => Task.Run(() => ReplayAsync(path, cancellationToken), cancellationToken))).Value;
    }

    private async Task<ReplayResult> ReplayAsync(string path, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            return await RecordingReplay.RunAsync(path, cancellationToken);
        }
        finally
        {
            places.Release();
        }
    }
}
