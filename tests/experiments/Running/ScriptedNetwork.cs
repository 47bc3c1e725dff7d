using System.Collections.Concurrent;
using System.Text.Json;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Tests.Running;

/// <summary>A network in memory that does what a test tells it, and that can be asked what it still has.</summary>
internal sealed class ScriptedNetwork
{
    /// <summary>What exists on it now, by name.</summary>
    public ConcurrentDictionary<string, Resource> There { get; } = new();

    public ConcurrentQueue<string> Calls { get; } = new();

    public decimal Price { get; set; }

    public Func<ExperimentRun, CancellationToken, Task> OnDeploy { get; set; } = (_, _) => Task.CompletedTask;

    public Func<ExperimentRun, CancellationToken, Task<int[]>> OnInvoke { get; set; } = (_, _) => Task.FromResult<int[]>([7, 2, 1]);

    public Func<Resource, bool> Deletes { get; set; } = _ => true;

    /// <summary>Where its predictions end up, in the experiment's folder.</summary>
    public string Predictions { get; set; } = "predictions.json";

    public bool CostsMoney { get; set; }

    /// <summary>Whether image, model and inputs are published for it.</summary>
    public bool NeedsReach { get; set; }

    public NetworkDriver Driver(string name = "scripted") => new()
    {
        Name = name,
        Description = "For tests.",
        Settings = typeof(NoValues),
        Options = typeof(NoValues),
        Capabilities = new Capabilities { JobTypes = [JobType.Batch], ModelDelivery = [ModelDelivery.Mount], CostsMoney = CostsMoney, NeedsReach = NeedsReach },
        HasDevnet = false,
        Create = (_, _) => new Connection(this),
    };

    public sealed record NoValues;

    private sealed class Connection(ScriptedNetwork network) : INetwork
    {
        public Capabilities Capabilities => network.Driver().Capabilities;

        public Task<NetworkSurvey> SurveyAsync(CancellationToken cancellationToken) => Task.FromResult(new NetworkSurvey("scripted 1", []));

        public Task<Quote> QuoteAsync(ExperimentRun run, CancellationToken cancellationToken)
        {
            network.Calls.Enqueue("quote");
            return Task.FromResult(new Quote(new Money(network.Price, "EUR"), "As the test says.", []));
        }

        public async Task<Deployment> DeployAsync(ExperimentRun run, CancellationToken cancellationToken)
        {
            network.Calls.Enqueue("deploy");
            var resource = new Resource("thing", $"{run.RunId}/{run.Experiment}", null, new Dictionary<string, string>());
            var ticket = await run.Journal.IntendAsync(resource, cancellationToken);
            var created = resource with { Id = "1" };
            network.There[resource.Name] = created;
            await run.Journal.CreatedAsync(ticket, created, cancellationToken);
            await network.OnDeploy(run, cancellationToken);
            return new Deployment("1", null, new Dictionary<string, string>(), Clocks.None, []);
        }

        public async Task<Invocation> InvokeAsync(ExperimentRun run, Deployment deployment, CancellationToken cancellationToken)
        {
            network.Calls.Enqueue("invoke");
            var argmax = await network.OnInvoke(run, cancellationToken);
            var path = Path.Combine(run.Folder, network.Predictions);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { argmax }), cancellationToken);
            var payment = new Payment("client", "operator", new Money(network.Price, "EUR"), "compute");
            return new Invocation(new PredictionRecord(argmax, path, null), Clocks.None.With(Clocks.Total, TimeSpan.FromSeconds(1)), [], [payment], []);
        }

        public Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken)
        {
            network.Calls.Enqueue("teardown");
            return Task.FromResult(new TeardownProof([.. resources.Select(Remove)], []));
        }

        public Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Resource>>(
            [.. network.There.Values.Where(resource => resource.Name.StartsWith(scope.RunId + "/" + scope.Experiment, StringComparison.Ordinal))]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private ResourceProof Remove(Resource resource)
        {
            if (!network.Deletes(resource))
                return new ResourceProof(resource, ResourceFate.Residue, "The network refuses to delete it.");
            network.There.TryRemove(resource.Name, out _);
            return new ResourceProof(resource, ResourceFate.Gone, "404");
        }
    }
}
