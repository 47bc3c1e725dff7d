using Microsoft.AspNetCore.Http;
using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Scheduling;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary><c>/orchestrator/jobs</c>: what changes jobs.</summary>
internal sealed class JobEndpoints(Orchestrator orchestrator, JobStore store, JobNormalizer normalizer)
{
    public void Map(Router router) => router
        .Map("PUT", "orchestrator/jobs", SubmitAsync)
        .Map("POST", "orchestrator/jobs", SubmitAsync)
        .Map("PUT", "orchestrator/jobs/diff", DiffAsync)
        .Map("DELETE", "orchestrator/jobs/*", StopAsync)
        .Map("PUT", "orchestrator/jobs/*/rerun", RerunAsync);

    private async Task<object?> SubmitAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await request.BodyAsync(RequestSchemas.PutJob, cancellationToken);
        var submitted = JobReader.Read(body?["Job"]?.AsObject()) ?? throw ApiException.BadRequest("empty/nil job");
        JobValidator.CheckSubmission(submitted);
        var (job, warnings) = Normalize(submitted, request.Context.Request);
        var (id, evaluation) = await orchestrator.SubmitAsync(job, body?["Force"]?.GetValue<bool>() ?? false, cancellationToken);
        return new { JobID = id, EvaluationID = evaluation, Warnings = warnings };
    }

    private async Task<object?> DiffAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await request.BodyAsync(RequestSchemas.DiffJob, cancellationToken);
        var submitted = JobReader.Read(body?["Job"]?.AsObject()) ?? throw ApiException.Internal();
        if (submitted.Job.Name.Length == 0)
            throw ApiException.BadRequest("invalid job spec: name is missing");
        JobValidator.CheckSubmission(submitted);
        var (job, warnings) = Normalize(submitted, request.Context.Request);
        var old = store.Read(read => read.ByName(job.Name, job.Namespace)?.Current)
            ?? throw ApiException.NotFound($"job name index not found: {job.Name}:{job.Namespace}");
        return new { Diff = JobDiff.Between(old, job), Warnings = warnings };
    }

    private async Task<object?> StopAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await request.BodyAsync(RequestSchemas.StopJob, cancellationToken);
        var evaluation = await orchestrator.StopAsync(
            request.Segments[0], request.Query("namespace"), body?["Reason"]?.GetValue<string>() ?? "", cancellationToken);
        return new { EvaluationID = evaluation };
    }

    private async Task<object?> RerunAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var body = await request.BodyAsync(RequestSchemas.RerunJob, cancellationToken);
        var version = body?["JobVersion"]?.GetValue<long>() ?? 0;
        var (id, made, evaluation) = await orchestrator.RerunAsync(
            request.Segments[0], body?["Namespace"]?.GetValue<string>(), (ulong)version, cancellationToken);
        return new { EvaluationID = evaluation, JobID = id, JobVersion = made, Warnings = (string[]?)null };
    }

    private (Job Job, IReadOnlyList<string>? Warnings) Normalize(SubmittedJob submitted, HttpRequest request)
    {
        var client = new ClientInstance(
            request.Headers["X-Bacalhau-InstanceID"].ToString(), request.Headers["X-Bacalhau-InstallationID"].ToString());
        var (job, warnings) = normalizer.Normalize(submitted, client);
        return (job, warnings.Count > 0 ? warnings : null);
    }
}
