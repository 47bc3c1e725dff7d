using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Survey.Experiments.Bacalhau;

/// <summary>
/// Reads the log of an execution over the websocket, for a failed one only, and never needed for a result. A node of 1.9.3 serves one
/// stream at a time and a followed one can block it for ever, so nothing is followed and a deadline ends the reading.
/// </summary>
internal sealed class LogReader(BacalhauTransport transport, HttpClient http, TimeProvider time)
{
    private const int MostCharacters = 256 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    /// <summary>What there is of the log; a note where it could not be had.</summary>
    public async Task<string> ReadAsync(string jobId, string executionId, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var text = new StringBuilder();
        try
        {
            using var socket = new ClientWebSocket();
            if (transport.Authorization is { } credentials)
                socket.Options.SetRequestHeader("Authorization", credentials);
            var scheme = transport.Address.Scheme == "https" ? "wss" : "ws";
            var path = $"api/v1/orchestrator/jobs/{Uri.EscapeDataString(jobId)}/logs?execution_id={Uri.EscapeDataString(executionId)}";
            await socket.ConnectAsync(new UriBuilder(new Uri(transport.Address, path)) { Scheme = scheme }.Uri, http, either.Token);
            await ReadAsync(socket, text, either.Token);
        }
        catch (Exception cause) when (cause is WebSocketException or JsonException or IOException
            || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            text.Append($"\n[the log could not be read to its end: {cause.Message}]\n");
        }

        return text.ToString();
    }

    private static async Task ReadAsync(ClientWebSocket socket, StringBuilder text, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        using var message = new MemoryStream();
        while (text.Length < MostCharacters && message.Length < MostCharacters)
        {
            var read = await socket.ReceiveAsync(buffer, cancellationToken);
            if (read.MessageType == WebSocketMessageType.Close)
                return;
            message.Write(buffer, 0, read.Count);
            if (!read.EndOfMessage)
                continue;
            var frame = JsonSerializer.Deserialize<LogFrame>(message.ToArray(), JsonSerializerOptions.Web);
            text.Append(frame?.Error is { } error ? $"[{error}]\n" : frame?.Value?.Line);
            message.SetLength(0);
        }
    }
}
