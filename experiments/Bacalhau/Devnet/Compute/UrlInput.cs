using System.Net.Http.Headers;
using System.Text;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>Inputs fetched from a URL: HEAD while bidding, to learn the size, and GET before the start. Each is tried four times.</summary>
internal sealed class UrlInput(HttpClient http, BacalhauTiming timing, TimeProvider time)
{
    private const int Attempts = 4;

    /// <summary>Size in bytes as the server's HEAD tells it.</summary>
    public async Task<ulong> SizeAsync(string text, CancellationToken cancellationToken)
    {
        var url = Parse(text);
        using var response = await TryAsync(HttpMethod.Head, url, cancellationToken)
            ?? throw new FormatException($"HEAD {text} giving up after {Attempts} attempt(s)");
        return response.Content.Headers.ContentLength is { } length
            ? (ulong)length
            : throw new FormatException("content-length not provided by the server");
    }

    /// <summary>Fetches it into the folder; the answer is the file's path. A redirect may rename it.</summary>
    public async Task<string> FetchAsync(string text, string folder, CancellationToken cancellationToken)
    {
        var url = Parse(text);
        using var response = await BeginAsync(text, url, cancellationToken);
        var path = Path.Combine(folder, FileName(url, response));
        await using var file = File.Create(path);
        await response.Content.CopyToAsync(file, cancellationToken);
        return path;
    }

    private async Task<HttpResponseMessage> BeginAsync(string text, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(HttpMethod.Get, url, cancellationToken) ?? throw Failed($"giving up after {Attempts} attempt(s)");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The execution's time is up, downloads included.
            throw Failed("giving up after 1 attempt(s): context deadline exceeded");
        }

        ComputeException Failed(string why) => new(ExecutionFailure.Plain(
            Topics.Running, $"preparing arguments: failed to begin download from url {text}: GET {text} {why}"));
    }

    private async Task<HttpResponseMessage?> TryAsync(HttpMethod method, Uri url, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = new HttpRequestMessage(method, url);
            if (url.UserInfo.Length > 0)
            {
                var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(url.UserInfo)));
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
            }

            try
            {
                var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (response.IsSuccessStatusCode)
                    return response;
                response.Dispose();
            }
            catch (HttpRequestException)
            {
                // Tried again below.
            }

            if (attempt == Attempts)
                return null;
            await Task.Delay(timing.DownloadRetry, time, cancellationToken);
        }
    }

    private static Uri Parse(string text)
    {
        if (text.Length == 0)
            throw new FormatException("invalid url storage params: url cannot be empty");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
            throw new FormatException($"invalid url storage params: {text} is no URL");
        return url.Scheme is "http" or "https"
            ? url
            : throw new FormatException($"invalid url storage params: URLs must begin with 'http' or 'https'. The submitted one began with {url.Scheme}");
    }

    private static string FileName(Uri asked, HttpResponseMessage response)
    {
        var final = response.RequestMessage?.RequestUri ?? asked;
        var named = final != asked ? response.Content.Headers.ContentDisposition?.FileName?.Trim('"') : null;
        var name = Path.GetFileName(named ?? Uri.UnescapeDataString(final.AbsolutePath));
        return name is "" or "." or ".." ? Guid.NewGuid().ToString() : name;
    }
}
