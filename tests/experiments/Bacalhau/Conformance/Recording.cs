using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Calls recorded from a real node, in order.</summary>
internal sealed partial record Recording(string Name, IReadOnlyList<RecordedCall> Calls)
{
    public static Recording Load(string path)
    {
        var entries = JsonNode.Parse(File.ReadAllText(path))!.AsArray();
        RestoreScripts(entries);
        return new Recording(
            Path.GetFileNameWithoutExtension(path), [.. entries.OfType<JsonObject>().Where(entry => entry.ContainsKey("method") || Happening.Of(entry) is not null).Select(RecordedCall.From)]);
    }

    // A script that several jobs share stands only with the first.
    private static void RestoreScripts(JsonArray entries)
    {
        foreach (var parameters in entries.Select(entry => Parameters(entry)).OfType<JsonArray>().Where(list => list.Count == 1))
        {
            parameters[0] = ScriptReference().Replace(
                parameters[0]!.ToString(), match => Parameters(entries.First(entry => $"{entry!["seq"]}" == match.Groups[1].Value))![0]!.ToString());
        }
    }

    private static JsonNode? Parameters(JsonNode? entry) =>
        (entry?["requestBody"] as JsonObject)?["Job"] is JsonObject job && job["Tasks"] is JsonArray { Count: > 0 } tasks && tasks[0] is JsonObject task
            && task["Engine"] is JsonObject engine && engine["Params"] is JsonObject parameters
            ? parameters["Parameters"]
            : null;

    [GeneratedRegex(@"<script of seq (\d+)>")]
    private static partial Regex ScriptReference();
}

/// <summary>One recorded call.</summary>
internal sealed record RecordedCall
{
    public required int Number { get; init; }
    public required string Note { get; init; }

    /// <summary>Calls of one case follow each other; different cases ran side by side.</summary>
    public required string Case { get; init; }

    public required double AtMilliseconds { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }
    public required IReadOnlyDictionary<string, string> Headers { get; init; }
    public required byte[] Body { get; init; }
    public required int Status { get; init; }
    public string? ContentType { get; init; }

    /// <summary>The execution it asks for; null for none.</summary>
    public string? Execution => Path.Split("execution_id=") is [_, var rest] ? rest.Split('&')[0] : null;
    public JsonNode? Answer { get; init; }
    public JsonArray? Frames { get; init; }
    public bool IsWebSocket { get; init; }
    public bool EndedByServer { get; init; }
    public double TookMilliseconds { get; init; }

    /// <summary>What happened to a node or a container instead of a call; null for calls.</summary>
    public Happening? Action { get; init; }

    /// <summary>Whether members were cut by the recorder, so that more may be there.</summary>
    public bool IsSlim { get; init; }

    /// <summary>Whether the body was cut by the recorder, so that it cannot be sent again.</summary>
    public bool IsCut { get; init; }

    public bool IsChunked { get; init; }

    /// <summary>Whether it only waited: a look at a history that brought nothing new.</summary>
    public bool IsIdlePoll => Path.Contains("next_token=", StringComparison.Ordinal) && Answer is JsonObject page && page["Items"] is JsonArray { Count: 0 };

    /// <summary>Whether it went to the file server of a publisher instead of the API.</summary>
    public bool IsPublisher { get; init; }

    // Placeholders stand in angle brackets, which must not be escaped.
    private static readonly System.Text.Json.JsonSerializerOptions AsRecorded =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static RecordedCall From(JsonObject entry)
    {
        var body = entry["requestBody"];
        return new RecordedCall
        {
            Number = entry["seq"]!.GetValue<int>(),
            Note = entry["note"]?.GetValue<string>() ?? "",
            Case = entry["case"]?.GetValue<string>() ?? "",
            AtMilliseconds = entry["atMs"]?.GetValue<double>() ?? 0,
            Method = entry["method"]?.GetValue<string>() ?? "",
            Path = entry["path"]?.GetValue<string>() ?? "",
            Headers = Texts(entry["requestHeaders"]),
            Body = BodyOf(body),
            Status = entry["status"]?.GetValue<int>() ?? 0,
            ContentType = Texts(entry["responseHeaders"]).GetValueOrDefault("content-type"),
            Answer = entry["responseBody"],
            Frames = entry["frames"] as JsonArray,
            IsWebSocket = entry["websocket"] is not null,
            TookMilliseconds = entry["tookMs"]?.GetValue<double>() ?? 0,
            Action = Happening.Of(entry),
            EndedByServer = entry["endedBy"]?.GetValue<string>() == "server" || ClosesAtLast(entry["frames"]),
            IsSlim = entry["slim"] is not null,
            IsCut = body?.ToJsonString() is { } text
                && text.Contains("\"textHead\"", StringComparison.Ordinal),
            IsChunked = entry["requestChunked"] is not null,
            IsPublisher = entry["server"]?.GetValue<string>().StartsWith("publisher", StringComparison.Ordinal) ?? false,
        };
    }

    // Some streams outlived the client that had left.
    private static bool ClosesAtLast(JsonNode? frames) =>
        frames is JsonArray { Count: > 0 } list && list[^1] is JsonObject last && last["opcode"]?.ToString() == "close" && last["from"]?.ToString() == "server";

    // The recorder parsed the bodies; its client had written them with a space after each comma and colon, and error texts hold positions.
    private static byte[] BodyOf(JsonNode? body) => body switch
    {
        null => [],
        JsonObject { Count: 2 } cut when cut["text"] is JsonValue text => System.Text.Encoding.UTF8.GetBytes(text.GetValue<string>()),
        _ => System.Text.Encoding.UTF8.GetBytes(Spaced(body)),
    };

    private static string Spaced(JsonNode? node) => node switch
    {
        JsonObject members => $"{{{string.Join(", ", members.Select(member => $"{Plain(JsonValue.Create(member.Key)!)}: {Spaced(member.Value)}"))}}}",
        JsonArray items => $"[{string.Join(", ", items.Select(Spaced))}]",
        null => "null",
        _ => Plain(node),
    };

    private static string Plain(JsonNode node) => node.ToJsonString(AsRecorded);

    private static Dictionary<string, string> Texts(JsonNode? node) =>
        (node as JsonObject ?? []).ToDictionary(member => member.Key.ToLowerInvariant(), member => member.Value!.ToString(), StringComparer.Ordinal);
}
