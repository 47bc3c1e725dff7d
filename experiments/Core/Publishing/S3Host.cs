using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Publishing;

/// <summary>An S3 bucket: objects of a run are below <c>survey/&lt;run&gt;/</c>, readable through signed URLs, and removed at its end.</summary>
internal sealed class S3Host : IFileHost
{
    private const string Kind = "s3-object";
    private static readonly TimeSpan Readable = TimeSpan.FromHours(12);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly string bucket;
    private readonly TimeProvider time;
    private readonly AmazonS3Client client;

    public S3Host(HostingSpec spec, Func<string, Secret> resolve, TimeProvider time, HttpClientFactory? http = null)
    {
        bucket = spec.Bucket ?? throw Missing("bucket");
        this.time = time;
        var credentials = new BasicAWSCredentials(
            resolve(spec.AccessKey ?? throw Missing("accessKey")).Reveal(), resolve(spec.SecretKey ?? throw Missing("secretKey")).Reveal());
        var configuration = new AmazonS3Config { HttpClientFactory = http };
        if (spec.Endpoint is { } endpoint)
        {
            // Servers other than AWS: buckets in the path, no checksum trailers they may not know.
            (configuration.ServiceURL, configuration.ForcePathStyle, configuration.AuthenticationRegion) = (endpoint, true, spec.Region ?? "us-east-1");
            configuration.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            configuration.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }
        else
        {
            configuration.RegionEndpoint = RegionEndpoint.GetBySystemName(spec.Region ?? throw Missing("region"));
        }

        client = new AmazonS3Client(credentials, configuration);
    }

    public async Task<Uri> PublishAsync(string runId, FileArtifact file, IExperimentJournal journal, CancellationToken cancellationToken)
    {
        var key = $"{Prefix(runId)}{file.Sha256[..16]}/{Path.GetFileName(file.Path)}";
        var resource = new Resource(Kind, key, null, new Dictionary<string, string> { ["bucket"] = bucket });
        var ticket = await journal.IntendAsync(resource, cancellationToken);
        // In one piece: servers other than AWS may not know chunks with signatures of their own.
        await AskAsync(token => client.PutObjectAsync(new PutObjectRequest { BucketName = bucket, Key = key, FilePath = file.Path, UseChunkEncoding = false }, token), cancellationToken);
        await journal.CreatedAsync(ticket, resource with { Id = key }, cancellationToken);
        var secure = client.Config.ServiceURL?.StartsWith("http:", StringComparison.OrdinalIgnoreCase) != true;
        return new Uri(await client.GetPreSignedURLAsync(new GetPreSignedUrlRequest
        {
            BucketName = bucket,
            Key = key,
            Expires = time.GetUtcNow().UtcDateTime + Readable,
            Protocol = secure ? Protocol.HTTPS : Protocol.HTTP,
        }));
    }

    public async Task<TeardownProof> TeardownAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken)
    {
        var proofs = new List<ResourceProof>();
        foreach (var resource in resources.Reverse())
        {
            await AskAsync(token => client.DeleteObjectAsync(bucket, resource.Name, token), cancellationToken);
            while (await ExistsAsync(resource.Name, cancellationToken))
                await Task.Delay(Poll, time, cancellationToken);
            proofs.Add(new ResourceProof(resource, ResourceFate.Gone, $"The bucket answered 404 for '{resource.Name}'."));
        }

        return new TeardownProof(proofs, []);
    }

    public async Task<IReadOnlyList<Resource>> FindResidueAsync(ResidueScope scope, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(token => client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = bucket, Prefix = Prefix(scope.RunId) }, token), cancellationToken);
        return [.. (answer.S3Objects ?? []).Select(found => new Resource(Kind, found.Key, found.Key, new Dictionary<string, string> { ["bucket"] = bucket }))];
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Prefix(string runId) => $"survey/{runId}/";

    private static SurveyException Missing(string setting) => new(ExitCode.InvalidSpecification, $"hosting.{setting} is missing for a hosting of kind s3.");

    private async Task<bool> ExistsAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetObjectMetadataAsync(bucket, key, cancellationToken);
            return true;
        }
        catch (AmazonS3Exception answer) when (answer.StatusCode is HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(cancellationToken);
        }
        catch (AmazonServiceException refused)
        {
            var kind = refused.StatusCode switch
            {
                HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => NetworkErrorKind.Unauthorized,
                >= HttpStatusCode.InternalServerError or 0 => NetworkErrorKind.Transient,
                _ => NetworkErrorKind.Rejected,
            };
            throw new NetworkException(kind, $"The bucket '{bucket}' refused: {refused.Message}", refused);
        }
    }
}
