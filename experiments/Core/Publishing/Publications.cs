using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Publishing;

/// <summary>
/// Registries and file hosts as the journal names them, so that Sweep can build them again. They are no networks and have no driver; their
/// endpoint's driver is one of the two names here.
/// </summary>
internal static class Publications
{
    /// <summary>Driver name of a registry.</summary>
    public const string Registry = "registry";

    /// <summary>Driver name of a file host.</summary>
    public const string Hosting = "hosting";

    public static NetworkEndpoint EndpointOf(string image, PushSpec spec) =>
        new($"registry of {image}", Registry, Standing.Node, null, DriverValues.ToJson(spec).ToJsonString());

    public static NetworkEndpoint EndpointOf(string name, HostingSpec spec) =>
        new($"hosting {name}", Hosting, Standing.Node, null, DriverValues.ToJson(spec).ToJsonString());

    /// <summary>The registry or host behind an endpoint; null when it is a network's.</summary>
    public static IResourceKeeper? Open(NetworkEndpoint endpoint, RunServices services) => endpoint.Driver switch
    {
        Registry => Open((PushSpec)Read(typeof(PushSpec), endpoint), services),
        Hosting => Open((HostingSpec)Read(typeof(HostingSpec), endpoint), services),
        _ => null,
    };

    public static RegistryImages Open(PushSpec spec, RunServices services) => new(spec, Resolver(services), services.Http);

    public static IFileHost Open(HostingSpec spec, RunServices services) => spec.Kind switch
    {
        HostingKind.Local => new LocalHost(spec, services.Time),
        HostingKind.S3 => new S3Host(spec, Resolver(services), services.Time),
        HostingKind.Url => new UrlHost(spec, services.Http),
        _ => throw new InvalidOperationException($"Hosting of kind {spec.Kind} has no implementation."),
    };

    // User names are often written out; only what stands as ${NAME} comes from the environment.
    private static Func<string, Secret> Resolver(RunServices services) =>
        text => text.StartsWith("${", StringComparison.Ordinal) ? services.Secrets.Resolve(text) : new Secret(text);

    private static object Read(Type type, NetworkEndpoint endpoint) =>
        DriverValues.Bind(type, JsonNode.Parse(endpoint.Settings) as JsonObject, endpoint.Network);
}
