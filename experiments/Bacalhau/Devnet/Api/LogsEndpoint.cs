using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Survey.Devnets.Bacalhau.Compute;
using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Scheduling;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary>
/// <c>/orchestrator/jobs/{id}/logs</c>: a websocket with one text message per line. What is wrong with the request is told in a
/// message too, because the upgrade comes first.
/// </summary>
internal sealed class LogsEndpoint(JobStore store, NodeRegistry nodes, BacalhauTiming timing, BacalhauDefects defects, TimeProvider time)
{
    private const int WriteBuffer = 4096;

    public void Map(Router router) => router.Map("GET", "orchestrator/jobs/*/logs", HandleAsync);

    private async Task<object?> HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var context = request.Context;
        if (!context.WebSockets.IsWebSocketRequest)
        {
            // A plain GET is answered with nothing; a failed upgrade is a plain error.
            if (context.Request.Headers.Upgrade.Count > 0)
                await ApiServer.TextAsync(context, StatusCodes.Status400BadRequest, "Bad Request\n");
            else
                await ApiServer.TextAsync(context, StatusCodes.Status200OK, "");
            return null;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            await StreamAsync(request, socket, cancellationToken);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
        }
        catch (ApiException exception)
        {
            await SendAsync(socket, new { error = exception.Message, value = new { Type = 0, Line = "" } }, cancellationToken);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellationToken);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The client has gone.
        }

        return null;
    }

    private async Task StreamAsync(ApiRequest request, WebSocket socket, CancellationToken cancellationToken)
    {
        var (execution, follow, tail) = Resolve(request);
        var node = nodes.Node(execution.NodeID);
        if (node is { HasVanished: true })
            throw Plain("nats stream: close 1003 (unsupported data): unexpected end of JSON input");
        if (node?.LogOf(execution.ID) is not { } log)
            throw Plain("timeout while waiting for execution logs");
        var turn = await node.Logs.TakeAsync(cancellationToken);
        var isOver = false;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(turn.Ended, cancellationToken);
            if (!tail)
                await WaitForFirstLineAsync(log, turn, either.Token);
            await SendLinesAsync(socket, log, follow, tail ? log.State.Count : 0, either.Token);
            isOver = true;
        }
        catch (OperationCanceledException) when (turn.Ended.IsCancellationRequested)
        {
            isOver = true; // The node has ended the stream, and says so as if the log were over.
        }
        catch (ApiException)
        {
            isOver = true;
            throw;
        }
        finally
        {
            // The defect: the node does not notice that nobody listens any more.
            if (isOver || !defects.OneLogStreamPerNode)
                turn.Dispose();
            else
                _ = turn.HoldAsync(follow ? log.WaitForEndAsync : token => WaitForFirstLineAsync(log, turn, token));
        }
    }

    private async Task SendLinesAsync(WebSocket socket, ExecutionLog log, bool follow, int first, CancellationToken cancellationToken)
    {
        var sent = first;
        while (true)
        {
            var (count, ended) = log.State;
            for (; sent < count; sent++)
                await SendAsync(socket, new { value = log.Line(sent) }, cancellationToken);
            if (!follow)
                return;
            if (ended)
            {
                // The defect: the stream of an execution that was stopped never ends.
                if (defects.OneLogStreamPerNode)
                    await log.WaitForEndAsync(cancellationToken);
                return;
            }

            await log.WaitAsync(sent, cancellationToken);
        }
    }

    private async Task WaitForFirstLineAsync(ExecutionLog log, LogTurn turn, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timing.LogWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await log.WaitAsync(0, either.Token);

            // The file of an execution that was stopped before it printed anything never appears.
            if (log is { State.Count: 0, WasCancelled: true })
                await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw Plain("timeout while waiting for execution logs");
        }
        catch (OperationCanceledException) when (turn.Ended.IsCancellationRequested)
        {
            throw Plain("cancelled while waiting for execution logs");
        }
    }

    private (Execution Execution, bool Follow, bool Tail) Resolve(ApiRequest request)
    {
        try
        {
            var version = request.Unsigned("job_version");
            var (follow, tail) = (request.Flag("follow"), request.Flag("tail"));
            return (store.Read(read => Find(read, request, version)), follow, tail);
        }
        catch (ApiException exception) when (exception.Message.StartsWith("code=400", StringComparison.Ordinal))
        {
            throw Plain(exception.Message.Replace("message=", "message=code=400, message=", StringComparison.Ordinal));
        }
    }

    private static Execution Find(JobStore read, ApiRequest request, uint version)
    {
        var record = read.Find(request.Segments[0], request.Query("namespace"));
        var wanted = version == 0 ? record.Current.Version : version;
        var executions = record.Executions.Where(execution => execution.JobVersion == wanted).ToList();
        var problem = $"failed to open log stream for job {record.ID}";
        if (executions.Count == 0)
            throw Plain($"{problem}: no executions found for job {record.ID} with ID {record.ID}, and version {version}");
        var id = request.Query("execution_id");
        var execution = id.Length == 0
            ? executions.Where(candidate => !candidate.IsDiscarded).MaxBy(candidate => candidate.ModifyTime)
            : executions.Find(candidate => candidate.ID == id);
        return execution
            ?? throw Plain($"{problem}: unable to find execution {id} in job {record.ID} and job version {wanted}");
    }

    private static ApiException Plain(string message) => ApiException.BadRequest(message);

    private static async Task SendAsync(WebSocket socket, object message, CancellationToken cancellationToken)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(message, WireJson.Default), (byte)'\n'];
        var whole = bytes.Length <= WriteBuffer;
        await socket.SendAsync(bytes, WebSocketMessageType.Text, whole, cancellationToken);
        if (!whole)
            await socket.SendAsync(ReadOnlyMemory<byte>.Empty, WebSocketMessageType.Text, true, cancellationToken);
    }
}
