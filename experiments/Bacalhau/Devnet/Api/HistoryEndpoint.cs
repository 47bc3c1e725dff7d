using Survey.Devnets.Bacalhau.Jobs;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary>
/// <c>/orchestrator/jobs/{id}/history</c>: a tail. While the job, or the execution asked for, goes on, the answer always has a token;
/// nothing new repeats it. It is empty once everything was read and the job is over.
/// </summary>
internal sealed class HistoryEndpoint(JobStore store)
{
    public const int DefaultLimit = 100;

    public void Map(Router router) =>
        router.Map("GET", "orchestrator/jobs/*/history", (request, _) => Task.FromResult<object?>(Read(request)));

    private object Read(ApiRequest request)
    {
        var query = Query(request);
        var old = VersionCheck.WantsOldHistory(request.Context.Request);
        return store.Read(read =>
        {
            var record = read.Find(request.Segments[0], request.Query("namespace"));
            var found = Matching(record, query).ToList();
            var page = found.Take(query.Limit == 0 ? DefaultLimit : (int)query.Limit).ToList();
            return new
            {
                NextToken = NextToken(record, query, found.Count > page.Count, page),
                Items = old ? page.ConvertAll(AsOld) : page,
            };
        });
    }

    private static HistoryQuery Query(ApiRequest request)
    {
        var type = request.Query("event_type");
        var since = request.Signed("since");
        var limit = request.Unsigned("limit");
        var version = request.Unsigned("job_version");
        var all = request.Flag("all_job_versions");
        if (type is not ("" or "all" or "job" or "execution"))
            throw ApiException.BadRequest("Key: 'ListJobHistoryRequest.EventType' Error:Field validation for 'EventType' failed on the 'oneof' tag");
        var token = request.Query("next_token") is { Length: > 0 } text
            ? PagingToken.Parse(text, problem => ApiException.Store($"invalid next token: {problem}"))
            : new PagingToken("", false, limit, 0);
        return new HistoryQuery(type, request.Query("execution_id"), since, limit > 0 ? limit : token.Limit, version, all, token.Offset);
    }

    private static IEnumerable<JobHistory> Matching(JobRecord record, HistoryQuery query)
    {
        if (query.Execution.Length > 0 && !record.Executions.Exists(execution => execution.ID == query.Execution))
            throw ApiException.NotFound($"execution not found: {query.Execution}");
        var version = query.Version == 0 ? record.Current.Version : query.Version;
        var since = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(query.Since, 0, DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
        return record.History.Where(item =>
            item.SeqNum >= query.Offset
            && (query.All || item.JobVersion == version)
            && (query.Execution.Length == 0 || item.ExecutionID == query.Execution)
            && (query.Type is "" or "all" || (query.Type == "job") == (item.ExecutionID is null))
            && (query.Since == 0 || DateTimeOffset.Parse(item.Time, System.Globalization.CultureInfo.InvariantCulture) >= since));
    }

    private static string NextToken(JobRecord record, HistoryQuery query, bool more, List<JobHistory> page)
    {
        var over = query.Execution.Length > 0
            ? record.Executions.Find(execution => execution.ID == query.Execution)!.IsTerminal
            : record.Current.IsTerminal;
        if (over && !more)
            return "";
        var offset = page.Count > 0 ? page[^1].SeqNum + 1 : query.Offset;
        return new PagingToken("", false, query.Limit, offset).ToString();
    }

    private static JobHistory AsOld(JobHistory item) => item.ExecutionID is null
        ? item with { JobState = new object() }
        : item with { ExecutionState = new object() };

    private sealed record HistoryQuery(string Type, string Execution, long Since, uint Limit, uint Version, bool All, ulong Offset);
}
