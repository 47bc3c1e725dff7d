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
        await node.Logs.TakeAsync(cancellationToken);
        var keep = false;
        try
        {
            await SendLinesAsync(socket, log, follow, tail, cancellationToken);
        }
        catch (Exception exception) when (defects.OneLogStreamPerNode && exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The defect: the node does not notice that nobody listens, and the stream holds its place until the execution ends.
            await log.WaitAsync(int.MaxValue, CancellationToken.None);
        }
        finally
        {
            // The defect: the stream of a job that was stopped never ends.
            keep = defects.OneLogStreamPerNode && follow && IsCancelled(execution);
            if (!keep)
                node.Logs.Return();
        }

        if (keep)
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
    }

    private async Task SendLinesAsync(WebSocket socket, ExecutionLog log, bool follow, bool tail, CancellationToken cancellationToken)
    {
        var sent = tail ? log.State.Count : 0;
        if (!tail)
            await WaitForFirstLineAsync(log, cancellationToken);
        while (true)
        {
            var (count, ended) = log.State;
            for (; sent < count; sent++)
                await SendAsync(socket, new { value = log.Line(sent) }, cancellationToken);
            if (ended || !follow)
                return;
            await log.WaitAsync(sent, cancellationToken);
        }
    }

    private async Task WaitForFirstLineAsync(ExecutionLog log, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timing.LogWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await log.WaitAsync(0, either.Token);
            if (log is { State.Count: 0, WasCancelled: true })
                throw Plain("cancelled while waiting for execution logs");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw Plain("timeout while waiting for execution logs");
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
        return executions.FindLast(execution => id.Length == 0 ? !execution.IsDiscarded : execution.ID == id)
            ?? throw Plain($"{problem}: unable to find execution {id} in job {record.ID} and job version {wanted}");
    }

    private bool IsCancelled(Execution execution) => store.Read(read =>
        read.TryGet(execution.JobID, out var record)
        && record.Executions.Find(known => known.ID == execution.ID)?.ComputeState.StateType == ComputeStates.Cancelled);

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
