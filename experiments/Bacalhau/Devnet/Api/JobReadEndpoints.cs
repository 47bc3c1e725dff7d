using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary><c>/orchestrator/jobs</c>: what only reads.</summary>
internal sealed class JobReadEndpoints(JobStore store)
{
    public void Map(Router router) => router
        .Map("GET", "orchestrator/jobs", (request, _) => Task.FromResult<object?>(List(request)))
        .Map("GET", "orchestrator/jobs/*", (request, _) => Task.FromResult<object?>(Get(request)))
        .Map("GET", "orchestrator/jobs/*/executions", (request, _) => Task.FromResult<object?>(Executions(request)))
        .Map("GET", "orchestrator/jobs/*/versions", (request, _) => Task.FromResult<object?>(Versions(request)))
        .Map("GET", "orchestrator/jobs/*/results", (request, _) => Task.FromResult<object?>(Results(request)));

    private object List(ApiRequest request)
    {
        var limit = request.Unsigned("limit");
        var token = request.Query("next_token") is { Length: > 0 } text
            ? PagingToken.Parse(text, ApiException.BadRequest)
            : new PagingToken(request.Query("order_by"), request.Flag("reverse"), limit, 0);
        var selector = LabelSelector.Parse(request.QueryAll("labels"));
        var jobNamespace = request.Query("namespace");
        if (token.SortBy is not ("" or "created_at" or "modified_at"))
            throw ApiException.Internal();
        var jobs = store.Read(read => read.All.Select(record => record.Current).ToList())
            .Where(job => jobNamespace is "" or "*" || job.Namespace == jobNamespace)
            .Where(job => selector.Matches(job.Labels));
        var ordered = token.SortBy == "modified_at" ? jobs.OrderBy(job => job.ModifyTime) : jobs.OrderBy(job => job.CreateTime);
        var rest = (token.Reverse ? ordered.Reverse() : ordered).Skip((int)token.Offset).ToList();
        var page = token.Limit == 0 ? rest : rest.Take((int)token.Limit).ToList();
        var next = page.Count < rest.Count ? (token with { Offset = token.Offset + (ulong)page.Count }).ToString() : "";
        return new { NextToken = next, Items = page };
    }

    private object Get(ApiRequest request)
    {
        var version = request.Unsigned("job_version");
        var include = request.Query("include").Split(',');
        return store.Read(read =>
        {
            var record = Find(read, request);
            var job = version == 0
                ? record.Current
                : record.Versions.Find(candidate => candidate.Version == version)
                    ?? throw ApiException.NotFound($"job version {version} not found for job {record.ID}");
            var answer = new Dictionary<string, object> { ["Job"] = job };
            if (include.Contains("history"))
                answer["History"] = Page(record.History.Where(item => item.JobVersion == job.Version).Take(HistoryEndpoint.DefaultLimit).ToList());
            if (include.Contains("executions"))
                answer["Executions"] = Page(record.Executions.Where(execution => execution.JobVersion == job.Version).ToList());
            return answer;
        });
    }

    private object Executions(ApiRequest request)
    {
        var version = request.Unsigned("job_version");
        var all = request.Flag("all_job_versions");
        var limit = request.Unsigned("limit");
        var reverse = request.Flag("reverse");
        var byChange = request.Query("order_by") is "modified_at" or "modify_time";
        return store.Read(read =>
        {
            var record = Find(read, request);
            var wanted = version == 0 ? record.Current.Version : version;
            var found = record.Executions.Where(execution => all || execution.JobVersion == wanted).ToList();
            if (byChange)
                found = [.. found.OrderBy(execution => execution.ModifyTime)];
            if (reverse)
                found.Reverse();
            return Page(limit == 0 ? found : [.. found.Take((int)limit)]);
        });
    }

    private object Versions(ApiRequest request) => store.Read(read => Page(Find(read, request).Versions.ToList()));

    private PlainAnswer Results(ApiRequest request) => store.Read(read =>
    {
        var record = Find(read, request);
        if (record.Current.IsLongRunning)
            throw ApiException.Internal();
        return new PlainAnswer(Page(record.CurrentExecutions
            .Where(execution => execution.ComputeState.StateType == ComputeStates.Completed && execution.PublishedResult.Type.Length > 0)
            .Select(execution => execution.PublishedResult)
            .ToList()));
    });

    private static JobRecord Find(JobStore read, ApiRequest request) => read.Find(request.Segments[0], request.Query("namespace"));

    private static object Page<T>(List<T> items) => new { NextToken = "", Items = items };
}
