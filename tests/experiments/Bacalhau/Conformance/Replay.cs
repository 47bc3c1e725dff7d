using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>
/// Sends the recorded calls of one session in their order, and gathers what differs. Before a call, the jobs here must have come as far as
/// those recorded had; websockets are read beside the calls that follow.
/// </summary>
internal sealed class Replay(string name, IReadOnlyList<RecordedCall> calls, ReplayTarget target, IdMap ids, HttpClient http)
{
    private static readonly TimeSpan ReadPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan LongGap = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(25);

    private readonly ShapeComparer shapes = new(ids, calls.Select(call => (call.Answer as JsonObject)?["JobID"]?.ToString()).OfType<string>().ToHashSet());
    private readonly HistoryComparer histories = new(ids);
    private readonly Progress progress = new(calls);
    private readonly ReplayRequests requests = new(target.Api, calls, ids);
    private readonly Dictionary<string, int> reached = new(StringComparer.Ordinal);
    private readonly List<Difference> differences = [];
    private readonly List<int> sent = [];
    private readonly HashSet<string> unsendable = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
    private string? placing;

    /// <summary>The calls that were sent; the others cannot be, or only wait.</summary>
    public IReadOnlyList<int> Sent => sent;

    /// <summary>For each call about a job whose history was recorded, the history that the job has here.</summary>
    public IReadOnlyDictionary<int, string> Histories => calls
        .Select(call => (call.Number, Job: JobOf(call)))
        .Where(pair => pair.Job is { } job && texts.ContainsKey(job))
        .ToDictionary(pair => pair.Number, pair => texts[pair.Job!]);

    private string Root => target.Api.GetLeftPart(UriPartial.Authority);

    public async Task<IReadOnlyList<Difference>> RunAsync(CancellationToken cancellationToken)
    {
        var streams = new List<(Task Reading, double EndedAt)>();
        var (last, lastJob) = (calls[0].AtMilliseconds, "");
        foreach (var call in calls)
        {
            var gap = TimeSpan.FromMilliseconds(call.AtMilliseconds - last);
            last = call.AtMilliseconds;
            histories.Learn(call);
            if (IsLeftOut(call))
                continue;
            await Task.WhenAll(streams.Where(stream => stream.EndedAt <= call.AtMilliseconds).Select(stream => stream.Reading));
            await Task.Delay(PauseBefore(call, gap), cancellationToken);
            await WaitForProgressAsync(call, cancellationToken);
            if (await target.PrepareAsync(call, ids.Here(lastJob), cancellationToken) is { } joined && progress.Nodes.FirstOrDefault(node => !ids.Knows(node)) is { } newcomer)
                ids.Learn(newcomer, joined);
            if (call.Action is not null)
                continue;
            await PreferNodesAsync(call, cancellationToken);
            sent.Add(call.Number);
            lastJob = (call.Answer as JsonObject)?["JobID"]?.ToString() ?? lastJob;
            if (call.IsWebSocket)
                streams.Add((CompareStreamAsync(call, cancellationToken), call.AtMilliseconds + call.TookMilliseconds));
            else
                Note(call, await CompareAsync(call, cancellationToken));
        }

        await EndStreamsAsync(Task.WhenAll(streams.Select(stream => stream.Reading)), cancellationToken);
        foreach (var job in histories.Jobs.Where(job => !unsendable.Contains(job)))
            await CompareHistoryAsync(job, cancellationToken);
        return differences;
    }

    private bool IsLeftOut(RecordedCall call)
    {
        if (call.IsCut && call.Answer?["JobID"]?.ToString() is { } unsent)
            unsendable.Add(unsent);
        return call.IsCut || call.IsPublisher || call.IsIdlePoll
            || call.Path.EndsWith("/../x", StringComparison.Ordinal)
            || unsendable.Any(job => call.Path.Contains(job, StringComparison.Ordinal)); // It asks for a job that could not be sent.
    }

    // Reads are repeated until they fit, so they need not wait. Long gaps waited for delays of the node, which are shorter here.
    private TimeSpan PauseBefore(RecordedCall call, TimeSpan gap)
    {
        var longest = call.Method == "GET" && !call.IsWebSocket ? ReadPause : LongestPause;
        var pause = gap > LongGap ? gap * target.TimeScale : gap;
        return pause < longest ? (pause > TimeSpan.Zero ? pause : TimeSpan.Zero) : gap > LongGap && pause > longest ? pause : longest;
    }

    private async Task WaitForProgressAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        foreach (var (job, events) in progress.Before(call))
        {
            var start = TimeProvider.System.GetTimestamp();
            while (reached.GetValueOrDefault(job) < events && !unsendable.Contains(job))
            {
                reached[job] = HistoryComparer.Events(await HistoryAsync(job, cancellationToken)).Count();
                if (reached[job] >= events)
                    break;
                if (TimeProvider.System.GetElapsedTime(start) > Patience)
                    reached[job] = int.MaxValue; // It took another way; the comparison of the histories will say so.
                else
                    await Task.Delay(Retry, cancellationToken);
            }
        }
    }

    private async Task PreferNodesAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        if (!target.HasSeveralNodes || (call.Answer as JsonObject)?["JobID"]?.ToString() is not { } job || progress.NodesOf(job) is not { Count: > 0 } nodes)
            return;

        // The job before this one is placed by its own preference first.
        while (placing is { } before && !HistoryComparer.Events(await HistoryAsync(before, cancellationToken)).Any(item => item["Event"]!["Details"]?["NodeID"] is not null))
            await Task.Delay(Retry, cancellationToken);
        target.Prefer([.. nodes.Select(ids.Here)]);
        placing = job;
    }

    private async Task EndStreamsAsync(Task streams, CancellationToken cancellationToken)
    {
        while (target.LogAskedForAfterwards is { } log && !streams.IsCompleted)
            await WebSocketReplay.AskAsync(new Uri($"{Root.Replace("http", "ws", StringComparison.Ordinal)}/api/v1/orchestrator/jobs/{ids.Here(log)}"), http, cancellationToken);
        await streams;
    }

    private async Task CompareStreamAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        await LearnExecutionAsync(call, cancellationToken);
        var found = await new WebSocketReplay(target.Api, ids, http).CompareAsync(call, cancellationToken);
        while (found.Count > 0 && call.EndedByServer && TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            // Recorded of a job that had come farther.
            await Task.Delay(Retry, cancellationToken);
            found = await new WebSocketReplay(target.Api, ids, http).CompareAsync(call, cancellationToken);
        }

        Note(call, found);
    }

    // Where the recording never shows the execution that is asked for, it is the first that has not been named.
    private async Task LearnExecutionAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        const int FullLength = 38;
        if (call.Execution is not { Length: FullLength } execution || execution.StartsWith("e-00000000", StringComparison.Ordinal) || ids.Knows(execution))
            return;
        var job = call.Path.Split('/', '?')[5];
        using var request = Reading($"{Root}/api/v1/orchestrator/jobs/{ids.Here(job)}/executions");
        using var response = await http.SendAsync(request, cancellationToken);
        var items = Parse(await response.Content.ReadAsStringAsync(cancellationToken))?["Items"] as JsonArray ?? [];
        ids.LearnNext(execution, items.Select(item => item!["ID"]!.ToString()));
    }

    private async Task<IReadOnlyList<string>> CompareAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        // What only reads may be asked again until the job here has come as far as the recorded one had.
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var found = await SendAsync(call, cancellationToken);
            if (found.Count == 0 || call.Method != "GET" || TimeProvider.System.GetElapsedTime(start) > Patience)
                return found;
            await Task.Delay(Retry, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> SendAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        using var request = requests.Of(call);
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var found = new List<string>();
        if ((int)response.StatusCode != call.Status)
            found.Add($"status {call.Status} was recorded, here it is {(int)response.StatusCode}: {Head(text)}");
        else if (call.ContentType is { } expected && response.Content.Headers.ContentType?.ToString() is var got && got != expected)
            found.Add($"content type '{expected}' was recorded, here it is '{got}'");
        else if (Parse(text) is { } answer && call.Answer is JsonObject recorded && !recorded.ContainsKey("text") && !recorded.ContainsKey("base64"))
        {
            Learn(call.Answer, answer);
            found.AddRange(shapes.Differences(call.Answer, answer, call.IsSlim));
        }
        else if (call.Answer is JsonObject { Count: 2 } plain && plain["text"]?.GetValue<string>() is { } words && words != text)
            found.Add($"text '{words}' was recorded, here it is '{Head(text)}'");

        return found;
    }

    // Ids are paired where the same member stands at the same place of both answers.
    private void Learn(JsonNode? recorded, JsonNode? actual)
    {
        switch (recorded, actual)
        {
            case (JsonObject left, JsonObject right) when IsSameNode(left, right):
                foreach (var (name, value) in left)
                {
                    if (name is "JobID" or "ID" or "NodeID" or "ExecutionID" && value is JsonValue && right[name] is JsonValue other && IsId(value.ToString()))
                        LearnId(value.ToString(), other.ToString());
                    else
                        Learn(value, right[name]);
                }

                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                var rest = right.ToList();
                foreach (var one in left)
                {
                    var other = rest.Find(candidate => IsSameNode(one, candidate)) ?? rest[0];
                    rest.Remove(other);
                    Learn(one, other);
                }

                break;
        }
    }

    // Executions stand in any order; each was on a node of its own.
    private bool IsSameNode(JsonNode? recorded, JsonNode? actual) =>
        NodeOf(recorded) is not { } left || NodeOf(actual) is not { } right || !ids.Knows(left) || ids.Here(left) == right;

    private static string? NodeOf(JsonNode? node) => node is JsonObject item && (item["ExecutionID"] ?? item["ComputeState"]) is not null
        ? (item["NodeID"] ?? item["Event"]?["Details"]?["NodeID"])?.ToString()
        : null;

    // What was paired first stays: lists also hold things of other recordings.
    private void LearnId(string recorded, string actual)
    {
        if (!ids.Knows(recorded))
            ids.Learn(recorded, actual);
    }

    private static bool IsId(string text) => text.Length > 2 && text[1] == '-' && text[0] is 'j' or 'e';

    private async Task CompareHistoryAsync(string job, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var here = await HistoryAsync(job, cancellationToken);
            texts[job] = histories.Text(here);
            var difference = histories.Difference(job, here);
            if (difference is null)
                return;
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                Note(CallOf(job), [$"history: {difference}"]);
                return;
            }

            await Task.Delay(Retry, cancellationToken);
        }
    }

    private async Task<JsonNode?> HistoryAsync(string job, CancellationToken cancellationToken)
    {
        using var request = Reading($"{Root}/api/v1/orchestrator/jobs/{ids.Here(job)}/history?all_job_versions=true&limit=1000");
        using var response = await http.SendAsync(request, cancellationToken);
        return Parse(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    private HttpRequestMessage Reading(string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (target.Credentials is { } credentials)
            request.Headers.TryAddWithoutValidation("Authorization", credentials);
        return request;
    }

    private static string? JobOf(RecordedCall call) => (call.Answer as JsonObject)?["JobID"]?.ToString() ?? HistoryComparer.JobOf(call);

    // Where the job was submitted, or else where its history stands.
    private RecordedCall CallOf(string job) =>
        calls.FirstOrDefault(call => call.Answer is JsonObject answer && answer["JobID"]?.ToString() == job)
        ?? calls.First(call => HistoryComparer.Events(call.Answer).Any(item => (item["JobID"]?.ToString() ?? HistoryComparer.JobOf(call)) == job));

    private void Note(RecordedCall call, IEnumerable<string> found)
    {
        lock (differences)
            differences.AddRange(found.Select(difference => new Difference(name, call.Number, call.Note, difference)));
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Head(string text) => text.Length <= 200 ? text : text[..200];
}
