using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Docker.DotNet;
using Docker.DotNet.Models;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Secret = Survey.Experiments.Networks.Secret;

namespace Survey.Experiments.Publishing;

/// <summary>Images in a registry (https://distribution.github.io/distribution/spec/api/): pushed by the local engine, deleted by digest.</summary>
internal sealed class RegistryImages(PushSpec spec, Func<string, Secret> resolve, HttpClient http) : IResourceKeeper
{
    private const string Kind = "image";
    private static readonly string[] ManifestTypes =
        ["application/vnd.docker.distribution.manifest.v2+json", "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json"];

    /// <summary>Pushes an image of the local engine; returns the reference by digest under which a node pulls it.</summary>
    public async Task<(string Reference, string Digest)> PushAsync(string image, IExperimentJournal journal, CancellationToken cancellationToken)
    {
        var (repository, tag) = Split(image);
        var known = await DigestAsync(repository, tag, cancellationToken);
        var digest = known ?? await PushNewAsync(image, repository, tag, journal, cancellationToken);
        return ($"{spec.Advertise ?? spec.Registry}/{repository}@{digest}", digest);
    }

    public async Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken)
    {
        var proofs = new List<ResourceProof>();
        foreach (var resource in resources.Reverse())
            proofs.Add(await DeleteAsync(resource, cancellationToken));
        return new TeardownProof(proofs, []);
    }

    // A tag is named after the content and not after the run: what is there may be anybody's, so only the journal says what is ours.
    public Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Resource>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static (string Repository, string Tag) Split(string image) =>
        image.LastIndexOf(':') is var colon and > 0 && !image[colon..].Contains('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");

    private async Task<string> PushNewAsync(string image, string repository, string tag, IExperimentJournal journal, CancellationToken cancellationToken)
    {
        await using var engine = await DockerWorkRunner.TryConnectAsync(cancellationToken)
            ?? throw new SurveyException(ExitCode.MissingPrerequisite, "No Docker engine answers, and only an engine can push an image: start dockerd.");
        var resource = new Resource(Kind, $"{repository}:{tag}", null, new Dictionary<string, string> { ["registry"] = spec.Registry });
        var ticket = await journal.IntendAsync(resource, cancellationToken);
        await PushAsync(engine.Client, image, $"{spec.Registry}/{repository}", tag, cancellationToken);
        var digest = await DigestAsync(repository, tag, cancellationToken)
            ?? throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The registry {spec.Registry} took '{repository}:{tag}' and does not have it.");
        await journal.CreatedAsync(ticket, resource with { Id = digest }, cancellationToken);
        return digest;
    }

    private async Task PushAsync(IDockerClient client, string image, string target, string tag, CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        try
        {
            await client.Images.TagImageAsync(image, new ImageTagParameters { RepositoryName = target, Tag = tag }, cancellationToken);
            await client.Images.PushImageAsync(
                target, new ImagePushParameters { Tag = tag }, Credentials(), new ImmediateProgress(message => errors.AddRange(message.ErrorMessage is { } error ? [error] : [])), cancellationToken);
            await client.Images.DeleteImageAsync($"{target}:{tag}", new ImageDeleteParameters { NoPrune = true }, cancellationToken);
        }
        catch (DockerApiException refused)
        {
            errors.Add(DockerWorkRunner.Words(refused));
        }

        if (errors.Count > 0)
            throw new NetworkException(NetworkErrorKind.Rejected, $"'{image}' could not be pushed to {spec.Registry}: {string.Join(" ", errors)}");
    }

    private AuthConfig Credentials() => new()
    {
        ServerAddress = spec.Registry,
        Username = spec.Username is { } user ? resolve(user).Reveal() : null,
        Password = spec.Password is { } password ? resolve(password).Reveal() : null,
    };

    private async Task<ResourceProof> DeleteAsync(Resource resource, CancellationToken cancellationToken)
    {
        var (repository, tag) = Split(resource.Name);
        if ((resource.Id ?? await DigestAsync(repository, tag, cancellationToken)) is not { } digest)
            return new ResourceProof(resource, ResourceFate.Gone, $"The registry {spec.Registry} has no '{resource.Name}'.");
        using var answer = await SendAsync(HttpMethod.Delete, repository, digest, cancellationToken);
        if (answer.StatusCode is HttpStatusCode.MethodNotAllowed)
            return new ResourceProof(resource, ResourceFate.Remains, $"The registry {spec.Registry} does not allow deletion and keeps '{resource.Name}' ({digest}).");
        return await DigestAsync(repository, digest, cancellationToken) is null
            ? new ResourceProof(resource, ResourceFate.Gone, $"The registry {spec.Registry} answered 404 for {digest}.")
            : new ResourceProof(resource, ResourceFate.Residue, $"The registry {spec.Registry} answered {(int)answer.StatusCode} to the deletion of '{resource.Name}' and still has it: delete {digest} there.");
    }

    private async Task<string?> DigestAsync(string repository, string reference, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Head, repository, reference, cancellationToken);
        return answer.IsSuccessStatusCode && answer.Headers.TryGetValues("Docker-Content-Digest", out var digests) ? digests.First() : null;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string repository, string reference, CancellationToken cancellationToken)
    {
        // The rule of the engine itself: plain http on loopback, https anywhere else.
        var host = new Uri($"http://{spec.Registry}");
        var request = new HttpRequestMessage(method, $"{(host.IsLoopback ? "http" : "https")}://{spec.Registry}/v2/{repository}/manifests/{reference}");
        foreach (var type in ManifestTypes)
            request.Headers.Accept.ParseAdd(type);
        if (Credentials() is { Username: { } user, Password: { } password })
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException cause)
        {
            throw new NetworkException(NetworkErrorKind.Transient, $"The registry {spec.Registry} does not answer: {cause.Message}", cause);
        }
    }

    // Progress<T> reports on another thread, maybe after the push has returned.
    private sealed class ImmediateProgress(Action<JSONMessage> take) : IProgress<JSONMessage>
    {
        public void Report(JSONMessage value) => take(value);
    }
}
