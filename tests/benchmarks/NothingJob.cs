using System.Diagnostics;
using System.Globalization;
using Survey.Experiments.Bacalhau;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Benchmarks;

/// <summary>A Bacalhau job whose program ends at once, submitted, followed and looked at in the way the driver does it with a batch.</summary>
internal sealed class NothingJob
{
    /// <summary>Cores and memory, as a real node gives them to a job that asks for none.</summary>
    public const string Cpu = "0.5";
    public const string Memory = "512mb";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly BacalhauSettings settings = new();
    private readonly BacalhauClient client;
    private int number;

    public NothingJob(Uri api, HttpClient http)
    {
        var endpoint = new NetworkEndpoint("bacalhau", "bacalhau", Standing.Devnet, api, "{}");
        var services = new NetworkServices(http, TimeProvider.System, NullEventSink.Instance, name => new Secret(name), new Random(1));
        client = new BacalhauClient(new BacalhauTransport(http, endpoint, settings, services), settings.Namespace);
    }

    public async Task<Phases> RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var document = JobDocument.Render(new JobModel
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"benchmark-{number++}"),
            Namespace = settings.Namespace,
            Type = "batch",
            Run = "benchmark",
            Experiment = "overhead",
            Image = EmptyImage.Reference,
            Entrypoint = [$"/{EmptyImage.Program}"],
            Parameters = [],
            Cpu = Cpu,
            Memory = Memory,
            Disk = "1mb",
            ExecutionTimeout = (long)Patience.TotalSeconds,
            TotalTimeout = (long)Patience.TotalSeconds,
        });

        // The driver's batches have no network; the comparison is with a container that has one.
        document["Tasks"]![0]!["Network"]!["Type"] = "Bridge";
        var submitting = Stopwatch.GetTimestamp();
        var id = await client.SubmitAsync(document, cancellationToken);
        var submitted = Stopwatch.GetElapsedTime(submitting);
        var history = new HistoryFollower(client, new PollPace(settings.PollInterval), TimeProvider.System);
        await history.FollowAsync(id, Patience, Patience, cancellationToken);
        var (job, executions) = await client.DescribeAsync(id, cancellationToken) ?? throw new InvalidOperationException($"The devnet forgot the job {id}.");
        var completed = JobOutcome.Completed(job, executions, 1);
        var total = Stopwatch.GetElapsedTime(started);

        var clocks = BacalhauClocks.Of(history.Events, [], completed);
        return new(
            submitted.TotalMilliseconds,
            Milliseconds(clocks, Clocks.Queue) + Milliseconds(clocks, BacalhauClocks.Bid),
            Milliseconds(clocks, BacalhauClocks.Execution),
            Milliseconds(clocks, BacalhauClocks.Finish),
            total.TotalMilliseconds);
    }

    private static double Milliseconds(Clocks clocks, string name) => clocks.Entries[name].Value?.TotalMilliseconds
        ?? throw new InvalidOperationException($"The history does not tell the phase '{name}'.");

    /// <summary>Milliseconds. The submission overlaps with the queue: the history starts when the job is stored.</summary>
    public sealed record Phases(double Submit, double Place, double Execution, double Finish, double Total)
    {
        public double Sum => Submit + Place + Execution + Finish;
    }
}
