using System.Net;
using Survey.Experiments.Running;

namespace Survey.Models.Data;

/// <summary>A base URL below which the files stand, as they are or gzipped.</summary>
internal sealed class UrlMirror(HttpClient http, Uri baseUrl, IEventSink events) : IDatasetMirror
{
    public string Description => baseUrl.ToString();

    public async Task FetchAsync(IReadOnlyCollection<string> files, string folder, CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            try
            {
                if (!await TryFetchAsync(file, "", folder, cancellationToken) && !await TryFetchAsync(file, ".gz", folder, cancellationToken))
                    throw new MirrorException($"it has neither {file} nor {file}.gz.");
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                throw new MirrorException($"{file} cannot be fetched: {exception.Message}", exception);
            }
        }
    }

    private async Task<bool> TryFetchAsync(string file, string packing, string folder, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(baseUrl, file + packing), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
            return false;
        response.EnsureSuccessStatusCode();

        var total = packing.Length == 0 ? response.Content.Headers.ContentLength : null;
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var unpacked = packing.Length == 0 ? content : Unpacking.Gzip(content, file);
        await Unpacking.SaveAsync(unpacked, Path.Combine(folder, file), file, Progress(file, total), cancellationToken);
        return true;
    }

    /// <summary>One event per MiB.</summary>
    private Action<long> Progress(string file, long? total)
    {
        var reported = -1L;
        return bytes =>
        {
            if (bytes >> 20 == reported)
                return;
            reported = bytes >> 20;
            events.Report(new ProgressEvent(DatasetStore.Stage, $"{file} from {baseUrl.Host}", bytes, total, "bytes"));
        };
    }
}
