using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Opens a recorded log stream and compares how it begins and ends.</summary>
internal sealed class WebSocketReplay(Uri api, IdMap ids, HttpClient http)
{
    // A stream that does not end is given up then; one that the recorded client left is left as early.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan ShortLook = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(3);
    private static readonly string[] Kept = ["authorization", "x-bacalhau-git-version", "origin"];

    public async Task<IReadOnlyList<string>> CompareAsync(RecordedCall call, CancellationToken cancellationToken)
    {
        if (call.Status == 400)
            return []; // A broken upgrade, which the client here cannot send.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(call.EndedByServer ? Patience : Look(call));
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        foreach (var name in Kept.Where(call.Headers.ContainsKey))
            socket.Options.SetRequestHeader(name, ids.Here(call.Headers[name]));
        try
        {
            await socket.ConnectAsync(new Uri($"{(api.Scheme == "https" ? "wss" : "ws")}://{api.Authority}{ids.Here(call.Path)}"), http, patience.Token);
        }
        catch (WebSocketException)
        {
            return (int)socket.HttpStatusCode == call.Status ? [] : [$"status {call.Status} was recorded, here it is {(int)socket.HttpStatusCode}"];
        }

        var messages = await ReadAsync(socket, call.EndedByServer ? int.MaxValue : Messages(call).Count, patience.Token);
        return call.Status == 101 ? [.. Differences(call, messages, socket)] : [$"status {call.Status} was recorded, here it is 101"];
    }

    /// <summary>Asks for a log and leaves again.</summary>
    public static async Task AskAsync(Uri address, HttpClient http, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ShortLook);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, http, cancellationToken);
        await ReadAsync(socket, int.MaxValue, patience.Token);
    }

    private IEnumerable<string> Differences(RecordedCall call, IReadOnlyList<JsonNode> messages, ClientWebSocket socket)
    {
        var recorded = Messages(call);
        var expected = recorded.FirstOrDefault(message => message.ContainsKey("error"))?["error"]?.ToString();
        var error = messages.FirstOrDefault(message => message["error"] is not null)?["error"]?.ToString();
        if (ids.Neutral(expected ?? "no error") != ids.Neutral(error ?? "no error"))
            yield return $"error '{expected ?? "none"}' was recorded, here it is '{error ?? "none"}'";
        if (recorded.Count > 0 != messages.Count > 0)
            yield return $"{recorded.Count} messages were recorded, here are {messages.Count}";
        if (messages.Any(message => message["value"]?["Type"]?.GetValueKind() != System.Text.Json.JsonValueKind.Number))
            yield return "a message without a numeric value.Type";
        if (call.EndedByServer && socket.CloseStatus != WebSocketCloseStatus.NormalClosure)
            yield return $"the server closed with 1000, here it is {socket.CloseStatus?.ToString() ?? "still open"}";
    }

    private static List<JsonObject> Messages(RecordedCall call) =>
        [.. (call.Frames ?? []).OfType<JsonObject>().Select(frame => frame["json"]).OfType<JsonObject>()];

    private static TimeSpan Look(RecordedCall call) => TimeSpan.FromMilliseconds(Math.Clamp(call.TookMilliseconds, 500, LongestLook.TotalMilliseconds));

    private static async Task<IReadOnlyList<JsonNode>> ReadAsync(ClientWebSocket socket, int most, CancellationToken cancellationToken)
    {
        var messages = new List<JsonNode>();
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer, cancellationToken);
                if (read.MessageType == WebSocketMessageType.Close)
                    return messages;
                message.Write(buffer, 0, read.Count);
                if (!read.EndOfMessage)
                    continue;
                messages.Add(JsonNode.Parse(Encoding.UTF8.GetString(message.ToArray()))!);
                message.SetLength(0);
                if (messages.Count >= most && most > 0)
                    return messages;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            return messages;
        }
    }
}
