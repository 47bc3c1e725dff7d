using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>
/// Follows the history of a job with its tail tokens until the job is over, and reads once more after the end: the token is empty as
/// soon as the job is terminal, and what is stored just after would be missed.
/// </summary>
internal sealed class HistoryFollower(BacalhauClient client, PollPace pace, TimeProvider time)
{
    private readonly SortedDictionary<ulong, HistoryItem> events = [];

    public IReadOnlyList<HistoryItem> Events => [.. events.Values];

    /// <summary>Follows the job to its end.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="placed">Longest time until some execution runs; after it the job counts as stuck.</param>
    /// <param name="over">Longest time until the end.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="NetworkException">The job was not placed, or not over, in time. It goes on until it is stopped.</exception>
    public async Task FollowAsync(string jobId, TimeSpan placed, TimeSpan over, CancellationToken cancellationToken)
    {
        using var following = pace.Follow();
        var start = time.GetTimestamp();
        var news = start;
        var (token, last) = ("", "");
        while (true)
        {
            var page = await client.HistoryAsync(jobId, token, cancellationToken);
            if (Take(page))
                news = time.GetTimestamp();
            (last, token) = (token, page.NextToken ?? "");
            if (token.Length == 0)
                break;
            var waited = time.GetElapsedTime(start);
            if (waited > over)
                throw Late(jobId, $"is not over after {over.TotalSeconds:0} seconds");
            if (waited > placed && !HasRun())
                throw Late(jobId, $"has not been placed on any node after {placed.TotalSeconds:0} seconds");
            await Task.Delay(pace.After(time.GetElapsedTime(news)), time, cancellationToken);
        }

        Take(await client.HistoryAsync(jobId, last, cancellationToken));
    }

    private bool HasRun() => events.Values.Any(item => item.Event.Topic == "Execution" || item.Event is { Topic: "State Update", Message: "Running" });

    private bool Take(HistoryAnswer page)
    {
        var before = events.Count;
        foreach (var item in page.Items ?? [])
            events[item.SeqNum] = item;
        return events.Count > before;
    }

    private static NetworkException Late(string jobId, string what) =>
        new(NetworkErrorKind.Failed, $"The job {jobId} {what}. It is being stopped; raise the limits of the experiment, or look at the nodes.") { RemoteId = jobId };
}
