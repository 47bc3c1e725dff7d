using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Sends recorded calls to the devnet in their order and at about their pace, and gathers what differs.</summary>
internal sealed class Replay(Recording recording, Uri api, IdMap ids, HttpClient http)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(40);
    private const int CasesAtOnce = 8;

    private readonly ShapeComparer shapes = new(ids);
    private readonly HistoryComparer histories = new(ids);
    private readonly List<Difference> differences = [];
    private readonly List<int> sent = [];
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> unsendable = new(StringComparer.Ordinal);

    /// <summary>The calls that were sent; the others cannot be, or only wait.</summary>
    public IReadOnlyList<int> Sent => sent;

    private string Root => api.GetLeftPart(UriPartial.Authority);

    public async Task<IReadOnlyList<Difference>> RunAsync(CancellationToken cancellationToken)
    {
        var cases = recording.Calls.GroupBy(call => call.Case);
        await Parallel.ForEachAsync(
            cases,
            new ParallelOptions { MaxDegreeOfParallelism = CasesAtOnce, CancellationToken = cancellationToken },
            async (calls, token) => await RunCaseAsync([.. calls], token));
        foreach (var job in histories.Jobs)
            await CompareHistoryAsync(job, cancellationToken);
        return differences;
    }

    private async Task RunCaseAsync(List<RecordedCall> calls, CancellationToken cancellationToken)
    {
        var last = calls[0].AtMilliseconds;
        foreach (var call in calls)
        {
            var pause = TimeSpan.FromMilliseconds(Math.Clamp(call.AtMilliseconds - last, 0, Longest(call).TotalMilliseconds));
            last = call.AtMilliseconds;
            if (call.IsCut && call.Answer?["JobID"]?.ToString() is { } unsent)
                unsendable[unsent] = true;
            if (unsendable.Keys.Any(job => call.Path.Contains(job, StringComparison.Ordinal)))
                continue; // It asks for a job that could not be sent.
            if (call.IsPublisher || call.IsCut || call.IsIdlePoll || call.Path.EndsWith("/../x", StringComparison.Ordinal))
                continue;
            await Task.Delay(pause, cancellationToken);
            lock (sent)
                sent.Add(call.Number);
            foreach (var difference in await CompareAsync(call, cancellationToken))
                Note(call, difference);
        }
    }

    // Reads are repeated until they fit. What changes a job that is there already must find it as far as the recorded call did.
    private static TimeSpan Longest(RecordedCall call) =>
        call.Method == "GET" && !call.IsWebSocket ? ShortPause
        : call.Path.EndsWith("/orchestrator/jobs", StringComparison.Ordinal) && !HasJobName(call) ? ShortPause
        : LongestPause;

    private static bool HasJobName(RecordedCall call) => System.Text.Encoding.UTF8.GetString(call.Body).Split("\"Name\": \"").Skip(1)
        .Any(rest => !rest.StartsWith("main\"", StringComparison.Ordinal) && !rest.StartsWith("outputs\"", StringComparison.Ordinal));

    private async Task<IReadOnlyList<string>> CompareAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        if (call.IsWebSocket)
            return await new WebSocketReplay(api, ids).CompareAsync(call, cancellationToken);
        LearnHistory(call);

        // What only reads may be asked again until the job here has come as far as the recorded one had.
        var deadline = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var found = await SendAsync(call, cancellationToken);
            if (found.Count == 0 || call.Method != "GET" || TimeProvider.System.GetElapsedTime(deadline) > Patience)
                return found;
            await Task.Delay(Retry, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> SendAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        using var request = Request(call);
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

    private HttpRequestMessage Request(RecordedCall call)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(Root + ids.Here(call.Path)));
        if (call.Body.Length > 0 || call.Headers.ContainsKey("content-length"))
        {
            request.Content = new ByteArrayContent(call.Body is { Length: < 1 << 20 } ? System.Text.Encoding.UTF8.GetBytes(ids.Here(System.Text.Encoding.UTF8.GetString(call.Body))) : call.Body);
            if (call.Headers.TryGetValue("content-type", out var type))
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            request.Headers.TransferEncodingChunked = call.IsChunked;
        }

        foreach (var (name, value) in call.Headers)
        {
            if (name is not ("content-length" or "content-type" or "host" or "connection" or "accept-encoding" or "transfer-encoding"))
                request.Headers.TryAddWithoutValidation(name, ids.Here(value));
        }

        if (call.Headers.GetValueOrDefault("content-type") is null && call.Method is "PUT" or "POST" && call.Body.Length > 0 && !recordsContentType)
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }

    // The recorder left headers out that never change; a file that names the content type once names it always.
    private readonly bool recordsContentType = recording.Calls.Any(call => call.Headers.ContainsKey("content-type"));

    private void LearnHistory(RecordedCall call)
    {
        if (call.Path.Split('/', '?') is [_, "api", "v1", "orchestrator", "jobs", var job, ..] && call.Status == 200)
            histories.Learn(call.Answer?["Job"]?["ID"]?.ToString() ?? JobOf(call) ?? job, call.Answer);
    }

    private static string? JobOf(RecordedCall call) =>
        (call.Answer?["Items"] as JsonArray)?.OfType<JsonObject>().Select(item => item["JobID"]?.ToString()).FirstOrDefault(id => id is not null);

    // Ids are paired where the same member stands at the same place of both answers.
    private void Learn(JsonNode? recorded, JsonNode? actual)
    {
        switch (recorded, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (name, value) in left)
                {
                    if (name is "JobID" or "ID" or "NodeID" or "ExecutionID" && value is JsonValue && right[name] is JsonValue other && IsId(value.ToString()))
                        ids.Learn(value.ToString(), other.ToString());
                    else
                        Learn(value, right[name]);
                }

                break;
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                foreach (var (one, other) in left.Zip(right))
                    Learn(one, other);
                break;
        }
    }

    private static bool IsId(string text) => text.Length > 2 && text[1] == '-' && text[0] is 'j' or 'e';

    private async Task CompareHistoryAsync(string job, CancellationToken cancellationToken)
    {
        var path = $"{Root}/api/v1/orchestrator/jobs/{ids.Here(job)}/history?all_job_versions=true&limit=1000";
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (recording.Calls.FirstOrDefault(call => call.Headers.ContainsKey("authorization"))?.Headers["authorization"] is { } credentials)
                request.Headers.TryAddWithoutValidation("Authorization", credentials);
            using var response = await http.SendAsync(request, cancellationToken);
            var difference = histories.Difference(job, Parse(await response.Content.ReadAsStringAsync(cancellationToken)));
            if (difference is null)
                return;
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                Note(CallOf(job), $"history: {difference}");
                return;
            }

            await Task.Delay(Retry, cancellationToken);
        }
    }

    // Where the job was submitted, or else where it is first named.
    private RecordedCall CallOf(string job) =>
        recording.Calls.FirstOrDefault(call => call.Answer?["JobID"]?.ToString() == job)
        ?? recording.Calls.First(call => call.Path.Contains(job, StringComparison.Ordinal));

    private void Note(RecordedCall call, string difference)
    {
        lock (differences)
            differences.Add(new Difference(recording.Name, call.Number, call.Note, difference));
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
