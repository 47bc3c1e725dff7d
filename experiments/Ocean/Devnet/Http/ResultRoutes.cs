using System.Globalization;
using Microsoft.AspNetCore.Http;
using Survey.Devnets.Ocean.Compute;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Http;

/// <summary>Result files and live logs.</summary>
internal sealed class ResultRoutes(OceanNode node)
{
    public IEnumerable<Route> All() =>
    [
        new("computeResult", "GET", "/api/services/computeResult", ErrorShape.Text, (request, _) => ResultAsync(request)),
        new("computeStreamableLogs", "GET", "/api/services/computeStreamableLogs", ErrorShape.Text, (request, _) => Task.FromResult(Logs(request))),
    ];

    /// <summary>A result file; through /directCommand also from an offset.</summary>
    public async Task<Reply> ResultAsync(NodeRequest request)
    {
        if (request.Text("index") is not { } text)
            throw Refusal.Missing("index", SignatureText.GetComputeResult, "jobId,index");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new Refusal(400, "Invalid result index");
        var bare = ComputeRoutes.Split(request.Text("jobId")).Bare;
        // An unknown job is told before the signature is looked at, and uses up no nonce.
        var job = node.Engine.Find(bare ?? "") ?? throw new Refusal(500, $"Cannot find job with id {bare}");
        var caller = node.Authenticator.Authenticate(request, SignatureText.GetComputeResult);
        if (!job.MayRead(caller))
            throw new Refusal(500, $"{caller ?? "null"} is not authorized to get results for job with id {job.BareId}");
        if (node.Faults.Plan.SlowResults > TimeSpan.Zero)
            await Task.Delay(node.Faults.Plan.SlowResults, node.Time, request.Aborted);
        if (job.Results.At(index) is not { } result)
            return Reply.Bytes([], null);
        var type = result.Type == JobResults.Output ? "application/octet-stream" : Reply.TextType;
        var content = result.Content[Math.Min(Offset(request), result.Content.Length)..];
        var partial = RangeStart(request) is { } start && start < content.Length ? start : 0;
        return node.Faults.Strikes(node.Faults.Plan.TruncatedResults)
            ? Broken(content, type)
            : Reply.Bytes(content[partial..], type, partial > 0 ? 206 : 200);
    }

    private Reply Logs(NodeRequest request)
    {
        var caller = node.Authenticator.Authenticate(request, SignatureText.GetComputeStreamableLogs);
        var job = node.Engine.Find(ComputeRoutes.Split(request.Query("jobId")).Bare ?? "");
        return job is { Status: JobStatus.Running, AlgorithmStart: not null } && job.MayRead(caller)
            ? new Reply(200, null, (response, cancellationToken) => job.Log.CopyToAsync(response.Body, cancellationToken))
            : throw new Refusal(404, "Job not found or not running");
    }

    private int? RangeStart(NodeRequest request) =>
        !node.Switches.RangeIgnored
        && request.Context.Request.GetTypedHeaders().Range?.Ranges.FirstOrDefault()?.From is { } from and > 0 and < int.MaxValue
            ? (int)from
            : null;

    private static int Offset(NodeRequest request) =>
        request.Json["offset"] is { } value && int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;

    private static Reply Broken(byte[] content, string type) => new(200, type, async (response, cancellationToken) =>
    {
        response.ContentLength = content.Length;
        await response.Body.WriteAsync(content.AsMemory(0, content.Length / 2), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        response.HttpContext.Abort();
    });
}
