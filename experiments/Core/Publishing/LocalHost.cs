using System.Net;
using System.Security.Cryptography;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Publishing;

/// <summary>A server in this process: whoever is told the path can read the file until the run ends.</summary>
internal sealed class LocalHost(HostingSpec spec, TimeProvider time) : IFileHost
{
    private const string Kind = "hosted-file";
    private const int PathBytes = 16;

    private readonly Lazy<FileServer> server = new(() => FileServer.Start(Bind(spec), time));

    // Nobody who was not told it finds it: the bytes of a model may be worth something.
    private readonly string secretPath = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PathBytes));

    public async Task<Uri> PublishAsync(string runId, FileArtifact file, IExperimentJournal journal, CancellationToken cancellationToken)
    {
        var path = $"{secretPath}/{file.Sha256[..16]}/{Uri.EscapeDataString(Path.GetFileName(file.Path))}";
        var url = new Uri(BaseUrl(server.Value.Address), path);
        // The journal is a file that may be looked at: it gets the name, not the path.
        var resource = new Resource(Kind, file.Sha256[..16], null, new Dictionary<string, string>());
        var ticket = await journal.IntendAsync(resource, cancellationToken);
        server.Value.Add("/" + path, file.Path);
        await journal.CreatedAsync(ticket, resource with { Id = $"{server.Value.Address}" }, cancellationToken);
        return url;
    }

    public async Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken)
    {
        if (server.IsValueCreated)
        {
            await server.Value.DisposeAsync();
            return new TeardownProof([.. resources.Select(resource => new ResourceProof(resource, ResourceFate.Gone, "The local server has stopped."))], []);
        }

        return new TeardownProof([.. resources.Select(resource => new ResourceProof(resource, ResourceFate.Gone, "The local server ended with the process of its run."))], []);
    }

    public Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Resource>>([]);

    public async ValueTask DisposeAsync()
    {
        if (server.IsValueCreated)
            await server.Value.DisposeAsync();
    }

    private static IPEndPoint Bind(HostingSpec spec) => IPEndPoint.TryParse(spec.Bind, out var address)
        ? address
        : throw new SurveyException(ExitCode.InvalidSpecification, $"hosting.bind is '{spec.Bind}', which is no address with port such as 127.0.0.1:0.");

    private Uri BaseUrl(IPEndPoint listening) => spec.Advertise is { } advertised
        ? new Uri(advertised.EndsWith('/') ? advertised : advertised + "/")
        : new Uri($"http://{(listening.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : listening.Address)}:{listening.Port}/");
}
