using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>A service: a job with a port of its node. "Running" only means that a bid was approved, so the port itself is asked.</summary>
internal sealed class ServiceJob(
    NetworkEndpoint endpoint, BacalhauSettings settings, BacalhauClient client, BacalhauJobs jobs, NetworkServices services)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly TimeProvider time = services.Time;

    public async Task<Deployment> DeployAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var port = jobs.Port(run);
        var address = new UriBuilder("http", settings.ServiceHost ?? endpoint.Address!.Host, port).Uri;
        var name = jobs.NameFor(run, "service");
        var byUrl = BacalhauJobs.DeliveryOf(run) == ModelDelivery.Url;
        await using var urls = InputUrls.For(run, endpoint.Standing, needsModel: byUrl, needsInputs: false, services.Random);
        var document = JobDocument.Render(jobs.Service(run, name, urls, port));
        var properties = new Dictionary<string, string> { [JobTeardown.ServiceProperty] = address.AbsoluteUri };
        var resource = new Resource(BacalhauJobs.JobKind, name, null, properties);
        var ticket = await run.Journal.IntendAsync(resource, cancellationToken);
        var id = await client.SubmitAsync(document, cancellationToken);
        await run.Journal.CreatedAsync(ticket, resource with { Id = id }, cancellationToken);
        await WaitUntilReadyAsync(run, id, address, cancellationToken);
        var clocks = Clocks.None.With(Clocks.Start, time.GetElapsedTime(begin));
        return new Deployment(id, address, properties, clocks, []);
    }

    public static async Task<Invocation> InvokeAsync(ExperimentRun run, Deployment deployment, NetworkServices services, CancellationToken cancellationToken)
    {
        var begin = services.Time.GetTimestamp();
        var answers = await new ServiceWorkload(services.Http, services.Time).RunAsync(run, deployment.Endpoint!, cancellationToken);
        return new Invocation(
            answers.Predictions, answers.Clocks.With(Clocks.Total, services.Time.GetElapsedTime(begin)), answers.Latencies, [], []);
    }

    private async Task WaitUntilReadyAsync(ExperimentRun run, string jobId, Uri address, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (!await IsReadyAsync(address, cancellationToken))
        {
            var job = await client.FindAsync(jobId, cancellationToken);
            if (job is null or { IsTerminal: true })
                throw Failed(jobId, await ReasonAsync(job, jobId, cancellationToken));
            if (time.GetElapsedTime(start) > run.Spec.Limits.Start)
                throw Failed(jobId, $"it does not answer at {address} after {run.Spec.Limits.Start.TotalSeconds:0} seconds; the job is {job.State.StateType}");
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await services.Http.GetAsync(new Uri(address, "v2/health/ready"), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // Not yet.
        }
    }

    private async Task<string> ReasonAsync(JobItem? job, string jobId, CancellationToken cancellationToken)
    {
        var executions = await client.ExecutionsAsync(jobId, cancellationToken);
        var cause = executions.Select(execution => execution.ComputeState.Message).LastOrDefault(message => !string.IsNullOrEmpty(message));
        var printed = executions.Select(execution => execution.RunOutput?.Stderr?.Trim()).LastOrDefault(text => !string.IsNullOrEmpty(text));
        return $"the job is {job?.State.StateType ?? "gone"}: {cause ?? job?.State.Message}{(printed is null ? "" : $" ({printed})")}";
    }

    private static NetworkException Failed(string jobId, string why) =>
        new(NetworkErrorKind.Failed, $"The service {jobId} is not ready: {why}.") { RemoteId = jobId };
}
