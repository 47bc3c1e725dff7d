using Survey.Experiments.Inference;
using Survey.Experiments.Isolation;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Docker;

/// <summary>The centralised baseline: the machine at hand, by Docker where an engine answers, by plain processes otherwise.</summary>
internal sealed class DockerNetwork(NetworkEndpoint endpoint, DockerSettings settings, NetworkServices services) : INetwork
{
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(50);

    // What the worker says when its port is taken: models/worker/README.md.
    private const int AddressInUse = 7;

    private readonly TimeProvider time = services.Time;
    private readonly SemaphoreSlim connecting = new(1, 1);
    private DockerWorkRunner? engine;
    private bool connected;

    /// <summary>Finds a port for a service.</summary>
    public Func<int> TakePort { get; init; } = FreePort.Take;

    public Capabilities Capabilities => DockerDriver.Registration.Capabilities;

    public Task<NetworkSurvey> SurveyAsync(CancellationToken cancellationToken) => EngineFailure.ExplainAsync(async () =>
    {
        var prices = new Dictionary<string, Money>();
        if (settings.PricePerHour is { } price)
            prices["hour"] = price;
        if (await EngineAsync(cancellationToken) is not { } docker)
        {
            var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            return new NetworkSurvey("plain processes", [new ComputeOffer(Environment.MachineName, Environment.ProcessorCount, memory, null, [], prices, ["process"])]);
        }

        var info = await docker.Client.System.GetSystemInfoAsync(cancellationToken);
        string[] features = ["container", $"storage {info.Driver}", $"{info.OSType}/{info.Architecture}"];
        return new NetworkSurvey($"Docker Engine {info.ServerVersion}", [new ComputeOffer(info.Name, info.NCPU, info.MemTotal, null, [], prices, features)]);
    });

    public Task<Quote> QuoteAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        if (settings.PricePerHour is not { } price)
            return Task.FromResult(new Quote(Money.Zero("EUR"), "Own hardware, for which settings.pricePerHour names no price.", []));
        var longest = run.Spec.Limits.Start + (run.Spec.Limits.Run * run.Spec.Workload.Repeat);
        var ceiling = Price(price, longest);
        return Task.FromResult(new Quote(ceiling, $"{price} per hour for at most {longest.TotalMinutes:0.#} minutes (limits.start and limits.run).", [new QuotePart("machine", ceiling)]));
    }

    public Task<Deployment> DeployAsync(ExperimentRun run, CancellationToken cancellationToken) => EngineFailure.ExplainAsync(async () =>
    {
        var runner = await RunnerAsync(run, cancellationToken);
        var properties = new Dictionary<string, string> { [Deployment.IsolationProperty] = runner.Kind is IsolationKind.Docker ? "container" : "process" };
        var clocks = runner is DockerWorkRunner docker
            ? await new DockerImage(docker.Client, time).EnsureAsync(WorkerOrder.ImageOf(run), cancellationToken)
            : Clocks.None.Without(Clocks.Pull, "a plain process needs no image");
        clocks = clocks.Without(Clocks.Queue, "this machine starts work at once");
        return run.Spec.Job is JobType.Batch
            ? new Deployment(null, null, properties, clocks, [])
            : await ServeAsync(run, runner, properties, clocks, cancellationToken);
    });

    public Task<Invocation> InvokeAsync(ExperimentRun run, Deployment deployment, CancellationToken cancellationToken) => EngineFailure.ExplainAsync(async () =>
    {
        var began = time.GetTimestamp();
        var invocation = run.Spec.Job is JobType.Batch
            ? await new DockerBatch(await RunnerAsync(run, cancellationToken), services).RunAsync(run, cancellationToken)
            : await AskAsync(run, deployment, cancellationToken);
        var elapsed = time.GetElapsedTime(began);
        return invocation with
        {
            Clocks = invocation.Clocks.With(Clocks.Total, elapsed),
            Payments = settings.PricePerHour is { } price ? [new Payment("client", "own hardware", Price(price, elapsed), "machine time")] : [],
        };
    });

    public Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken) => EngineFailure.ExplainAsync(async () =>
    {
        var proofs = new List<ResourceProof>();
        foreach (var resource in resources.Reverse())
        {
            proofs.Add(resource.Kind is DockerNames.Process
                ? await ProcessLeftovers.EndAsync(resource, cancellationToken)
                : await RemoveContainerAsync(resource, cancellationToken));
        }

        return new TeardownProof(proofs, []);
    });

    public Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken) => EngineFailure.ExplainAsync(async () =>
    {
        var processes = ProcessLeftovers.Find(scope);
        return await EngineAsync(cancellationToken) is { } docker
            ? [.. processes, .. await new DockerLeftovers(docker.Client, time).FindAsync(scope, cancellationToken)]
            : processes;
    });

    public async ValueTask DisposeAsync()
    {
        if (engine is not null)
            await engine.DisposeAsync();
        connecting.Dispose();
    }

    private static Money Price(Money perHour, TimeSpan span) =>
        perHour with { Amount = perHour.Amount * span.Ticks / TimeSpan.TicksPerHour };

    private async Task<Deployment> ServeAsync(
        ExperimentRun run, IWorkRunner runner, Dictionary<string, string> properties, Clocks clocks, CancellationToken cancellationToken)
    {
        var port = TakePort();
        var worker = new DockerWorker(runner, run);
        var began = time.GetTimestamp();
        var order = WorkerOrder.Service(run, DockerNames.Work(run, services.Random), port, runner.Kind);
        // Not disposed: it goes on after this command, and Teardown finds it by its journal line.
        var work = await worker.StartAsync(order, cancellationToken);
        var address = new Uri($"http://127.0.0.1:{port}/");
        await ReadyAsync(run, worker, work, address, cancellationToken);
        clocks = clocks.With(Clocks.Start, time.GetElapsedTime(began));
        return new Deployment(worker.Resource?.Id, address, properties, clocks, []);
    }

    private async Task ReadyAsync(ExperimentRun run, DockerWorker worker, IRunningWork work, Uri address, CancellationToken cancellationToken)
    {
        var client = new OpenInferenceClient(services.Http, address, time);
        var began = time.GetTimestamp();
        // Somebody else may answer on a port that our worker did not get.
        while (!await client.IsReadyAsync(cancellationToken) || work.Completion.IsCompleted)
        {
            if (work.Completion.IsCompleted)
                throw Ended(worker, await work.Completion);
            if (time.GetElapsedTime(began) > run.Spec.Limits.Start)
                throw new NetworkException(NetworkErrorKind.Failed, $"The service was not ready within {run.Spec.Limits.Start.TotalSeconds:0} s (limits.start): {worker.Log.LastLine ?? "it printed nothing"}");
            await Task.Delay(ReadyPoll, time, cancellationToken);
        }
    }

    private static NetworkException Ended(DockerWorker worker, WorkExit exit) => exit.ExitCode is AddressInUse
        ? new NetworkException(NetworkErrorKind.Transient, $"The port of the service was taken in the meantime: {worker.Log.LastLine}")
        : worker.FailureOf(exit) ?? new NetworkException(NetworkErrorKind.Failed, $"The service ended before it was ready: {worker.Log.LastLine ?? "it printed nothing"}");

    private async Task<Invocation> AskAsync(ExperimentRun run, Deployment deployment, CancellationToken cancellationToken)
    {
        var address = deployment.Endpoint
            ?? throw new NetworkException(NetworkErrorKind.Rejected, $"'{run.Experiment}' has no deployed service: run {run.Experiment}:Deploy first.");
        var answers = await new ServiceWorkload(services.Http, time).RunAsync(run, address, cancellationToken);
        return new Invocation(answers.Predictions, answers.Clocks, answers.Latencies, [], []);
    }

    private async Task<ResourceProof> RemoveContainerAsync(Resource resource, CancellationToken cancellationToken) =>
        await EngineAsync(cancellationToken) is { } docker
            ? await new DockerLeftovers(docker.Client, time).RemoveAsync(resource, cancellationToken)
            : new ResourceProof(resource, ResourceFate.Residue, $"No Docker engine answers, so nobody can say what became of the container '{resource.Name}': start dockerd and run --target=Sweep.");

    private async Task<IWorkRunner> RunnerAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var wanted = ((DockerOptions)run.Options).Isolation;
        var docker = wanted is IsolationKind.Process ? null : await EngineAsync(cancellationToken);
        if (docker is not null && run.Worker.Image is not null)
            return docker;
        if (wanted is IsolationKind.Docker)
            throw new NetworkException(NetworkErrorKind.Rejected, $"'{run.Experiment}' asks for isolation 'docker', but {(docker is null ? "no engine answers: start dockerd" : "there is no image: run --target=Containerize")}, or set options.isolation to auto.");
        return new ProcessWorkRunner(new ImageRegistry([WorkerOrder.ProcessImageOf(run)]), time);
    }

    private async Task<DockerWorkRunner?> EngineAsync(CancellationToken cancellationToken)
    {
        await connecting.WaitAsync(cancellationToken);
        try
        {
            if (!connected)
            {
                engine = await DockerWorkRunner.TryConnectAsync(endpoint.Address, cancellationToken);
                connected = true;
                if (engine is null)
                    services.Events.Report(new NoteEvent(endpoint.Network, "No Docker engine answers: work runs as plain processes."));
            }

            return engine;
        }
        finally
        {
            connecting.Release();
        }
    }
}
