using System.Security.Cryptography;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Publishing;

/// <summary>Files that somebody put somewhere, below a base URL under their SHA-256. Nothing is created: they are read once and checked.</summary>
internal sealed class UrlHost(HostingSpec spec, HttpClient http) : IFileHost
{
    public async Task<Uri> PublishAsync(string runId, FileArtifact file, IExperimentJournal journal, CancellationToken cancellationToken)
    {
        var baseUrl = spec.BaseUrl ?? throw new SurveyException(ExitCode.InvalidSpecification, "hosting.baseUrl is missing for a hosting of kind url.");
        var url = new Uri(new Uri(baseUrl.EndsWith('/') ? baseUrl : baseUrl + "/"), file.Sha256);
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw Missing(file, url, $"the server answers {(int)response.StatusCode}");
            if (response.Content.Headers.ContentLength is { } length && length != file.Bytes)
                throw Missing(file, url, $"it has {length} bytes instead of {file.Bytes}");
            var digest = await DigestAsync(response, file.Bytes, cancellationToken);
            return digest == file.Sha256 ? url : throw Missing(file, url, $"its SHA-256 is {digest}");
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException)
        {
            throw new NetworkException(NetworkErrorKind.Transient, $"'{url}' cannot be read: {cause.Message}", cause);
        }
    }

    public Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken) =>
        Task.FromResult(new TeardownProof([.. resources.Select(resource => new ResourceProof(resource, ResourceFate.Gone, "Nothing was put there by this program."))], []));

    public Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Resource>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // One byte more than expected is enough to know that it is the wrong file.
    private static async Task<string> DigestAsync(HttpResponseMessage response, long expected, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        var total = 0L;
        int read;
        while (total <= expected && (read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            total += read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static NetworkException Missing(FileArtifact file, Uri url, string why) => new(
        NetworkErrorKind.Rejected, $"'{Path.GetFileName(file.Path)}' should be readable at '{url}', but {why}: put the file there under its SHA-256.");
}
