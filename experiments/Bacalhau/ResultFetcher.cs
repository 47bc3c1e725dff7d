using System.Net;
using Survey.Experiments.Archives;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>Fetches the result of an execution from its node's local publisher. The archive is hostile, and the server may fail.</summary>
internal sealed class ResultFetcher(HttpClient http, BacalhauTransport transport)
{
    private const long MostBytes = 256L << 20;

    /// <summary>Fetches and unpacks it; the answer is the folder.</summary>
    public async Task<string> FetchAsync(ExecutionItem execution, string folder, CancellationToken cancellationToken)
    {
        var url = UrlOf(execution);
        var archive = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{execution.PartitionIndex}.tar.gz");
        return await transport.RepeatAsync(
            async token =>
            {
                await DownloadAsync(url, archive, token);
                var target = Path.Combine(folder, $"{execution.PartitionIndex}");
                if (Directory.Exists(target))
                    Directory.Delete(target, recursive: true);
                await using var packed = File.OpenRead(archive);
                await SafeTar.ExtractGzipAsync(packed, target, ArchiveLimits.Default, token);
                return target;
            },
            cancellationToken);
    }

    private Uri UrlOf(ExecutionItem execution)
    {
        var result = execution.PublishedResult;
        if (result?.Type?.Equals("urlDownload", StringComparison.OrdinalIgnoreCase) != true
            || !Uri.TryCreate(result.Params?.GetValueOrDefault("URL"), UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https"))
        {
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The execution {execution.ID} completed without a result to download.") { RemoteId = execution.ID };
        }

        // A node that was not told its address publishes under 127.0.0.1 (bacalhau issue 4308): then it is looked for where the API is.
        return url.IsLoopback && !transport.Address.IsLoopback ? new UriBuilder(url) { Host = transport.Address.Host }.Uri : url;
    }

    private async Task DownloadAsync(Uri url, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
                throw Passing($"The result {url} answered {(int)response.StatusCode}.");
            await using var source = await response.Content.ReadAsStreamAsync(cancellationToken);
            await using var file = File.Create(path);
            var buffer = new byte[128 * 1024];
            long total = 0;
            int count;
            while ((count = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if ((total += count) > MostBytes)
                    throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The result {url} is larger than {MostBytes >> 20} MiB.");
                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }

            if (response.Content.Headers.ContentLength is { } length && length != total)
                throw Passing($"The result {url} broke off after {total} of {length} bytes.");
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException)
        {
            throw Passing($"The result {url} could not be fetched: {cause.Message}", cause);
        }
    }

    private static NetworkException Passing(string message, Exception? cause = null) => new(NetworkErrorKind.Transient, message, cause);
}
