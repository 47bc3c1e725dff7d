using System.Text.Json.Nodes;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Bacalhau;

/// <summary>One batch: submit, follow, fetch, check, join.</summary>
internal sealed class BatchJob(
    NetworkEndpoint endpoint, PollPace pace, BacalhauClient client, BacalhauJobs jobs, NetworkServices services, HttpClient http)
{
    private readonly TimeProvider time = services.Time;

    public async Task<Invocation> RunAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var raw = Directory.CreateDirectory(Path.Combine(run.Folder, "raw")).FullName;
        var byUrl = BacalhauJobs.DeliveryOf(run) == ModelDelivery.Url;
        await using var urls = InputUrls.For(run, endpoint.Standing, needsModel: byUrl, needsInputs: true, services.Random);
        var name = jobs.NameFor(run, "batch");
        var document = JobDocument.Render(jobs.Batch(run, name, urls));
        Keep(raw, "job.json", document);
        var jobId = await SubmitAsync(run, name, document, cancellationToken);

        var history = new HistoryFollower(client, pace, time);
        var (job, executions) = await FollowAsync(run, jobId, history, raw, cancellationToken);
        var completed = await CheckedAsync(run, job, executions, raw, cancellationToken);

        var fetching = time.GetTimestamp();
        var fetcher = new ResultFetcher(http, client.Transport);
        var folders = await Task.WhenAll(completed.Select(execution => fetcher.FetchAsync(execution, raw, cancellationToken)));
        var parts = await PartitionJoin.ReadAsync(run, folders, cancellationToken);
        var predictions = PartitionJoin.Join(run, parts);
        var clocks = BacalhauClocks.Of(history.Events, [.. parts.Select(part => part.Stamps)], completed)
            .With(Clocks.Fetch, time.GetElapsedTime(fetching))
            .With(Clocks.Total, time.GetElapsedTime(begin));
        return new Invocation(predictions, clocks, [], [], [.. Observations(completed)]);
    }

    private async Task<string> SubmitAsync(ExperimentRun run, string name, JsonObject document, CancellationToken cancellationToken)
    {
        var resource = new Resource(BacalhauJobs.JobKind, name, null, new Dictionary<string, string>());
        var ticket = await run.Journal.IntendAsync(resource, cancellationToken);
        var id = await client.SubmitAsync(document, cancellationToken);
        await run.Journal.CreatedAsync(ticket, resource with { Id = id }, cancellationToken);
        services.Events.Report(new NoteEvent(run.Experiment, $"Job {id} submitted, {run.Spec.Workload.Partitions} partition(s)."));
        return id;
    }

    private async Task<(JobItem Job, IReadOnlyList<ExecutionItem> Executions)> FollowAsync(
        ExperimentRun run, string jobId, HistoryFollower history, string raw, CancellationToken cancellationToken)
    {
        try
        {
            await history.FollowAsync(jobId, run.Spec.Limits.Start, run.Spec.Limits.Run + run.Spec.Limits.Start, cancellationToken);
        }
        catch (NetworkException)
        {
            // What is given up here must not go on there.
            await client.StopAsync(jobId, "given up", cancellationToken);
            throw;
        }
        finally
        {
            AtomicFile.WriteJson(Path.Combine(raw, "history.json"), history.Events);
        }

        var (job, executions) = await client.DescribeAsync(jobId, cancellationToken)
            ?? throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The orchestrator forgot the job {jobId}.") { RemoteId = jobId };
        AtomicFile.WriteJson(Path.Combine(raw, "executions.json"), executions);
        return (job, executions);
    }

    private async Task<IReadOnlyList<ExecutionItem>> CheckedAsync(
        ExperimentRun run, JobItem job, IReadOnlyList<ExecutionItem> executions, string raw, CancellationToken cancellationToken)
    {
        try
        {
            return JobOutcome.Completed(job, executions, run.Spec.Workload.Partitions);
        }
        catch (NetworkException)
        {
            // For whoever has to find out why; the reason itself does not need it.
            var reader = new LogReader(client.Transport, http, time);
            foreach (var execution in executions.Where(execution => execution.HasEnded).Take(3))
                AtomicFile.WriteText(Path.Combine(raw, $"{execution.ID}.log"), await reader.ReadAsync(job.ID, execution.ID, cancellationToken));
            throw;
        }
    }

    private static IEnumerable<string> Observations(IReadOnlyList<ExecutionItem> completed)
    {
        if (completed.Count > 1)
            yield return $"{completed.Count} partitions ran on {completed.Select(execution => execution.NodeID).Distinct().Count()} nodes.";
    }

    private static void Keep(string raw, string name, JsonObject document)
    {
        // An inline model would make the kept document as large as itself.
        var text = document.ToJsonString();
        AtomicFile.WriteText(Path.Combine(raw, name), text.Length <= 100_000 ? text : text[..100_000]);
    }
}
