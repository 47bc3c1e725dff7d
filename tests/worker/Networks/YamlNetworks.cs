using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Worker.Tests.Containers;

namespace Survey.Worker.Tests.Networks;

/// <summary>The networks of experiments/Http/networks.yaml, as the program reads them.</summary>
internal static class YamlNetworks
{
    public static SurveySpec Load(IReadOnlyDictionary<string, string>? environment = null)
    {
        var file = Path.Combine(PackedWorker.Repository, "experiments", "Http", "survey.yaml");
        return SurveyFile.Load(file, new LoadOptions { Environment = name => environment?.GetValueOrDefault(name), Drivers = NetworkDrivers.All }).Require();
    }

    /// <summary>Opens one at its own endpoint, or at another address.</summary>
    public static INetwork Open(
        string name, Uri? address = null, Standing standing = Standing.Node, IReadOnlyDictionary<string, string>? environment = null, Action<JsonObject>? change = null)
    {
        var spec = Load(environment).Networks[name];
        var settings = spec.Settings ?? [];
        change?.Invoke(settings);
        var endpoint = new NetworkEndpoint(name, spec.Driver!, standing, address ?? (spec.Endpoint is { } url ? new Uri(url) : null), settings.ToJsonString());
        return NetworkDrivers.All[spec.Driver!].Create(endpoint, new NetworkServices(
            new HttpClient(), TimeProvider.System, NullEventSink.Instance, secret => throw new InvalidOperationException($"no secret is needed: {secret}"), new Random(1)));
    }
}
