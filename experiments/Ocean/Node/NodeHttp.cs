using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Node;

/// <summary>Requests to one ocean-node: answers bounded, refusals told, passing errors tried again where that is safe.</summary>
internal sealed class NodeHttp(Uri node, HttpClient http, TimeProvider time)
{
    private const int MostJsonBytes = 8 << 20;
    private const int Attempts = 6;

    public Uri Address => node;

    /// <summary>Sends a request that may be repeated, and reads its answer as JSON.</summary>
    public async Task<JsonNode?> JsonAsync(Func<HttpRequestMessage> request, string what, CancellationToken cancellationToken) =>
        ParseJson(await TextAsync(request, what, cancellationToken), what);

    /// <summary>Sends a request that may be repeated, and reads its answer as text.</summary>
    public Task<string> TextAsync(Func<HttpRequestMessage> request, string what, CancellationToken cancellationToken) =>
        RepeatAsync(() => TextOnceAsync(request(), what, cancellationToken), cancellationToken);

    /// <summary>Sends a request once, and reads its answer as text.</summary>
    public async Task<string> TextOnceAsync(HttpRequestMessage request, string what, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(request, what, cancellationToken);
        return Encoding.UTF8.GetString(await ReadAsync(response, MostJsonBytes, what, cancellationToken));
    }

    /// <summary>Sends a request once and hands on the open answer; the caller disposes it.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string what, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw Lost(what, exception);
        }
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
        {
            var body = Encoding.UTF8.GetString(await ReadAsync(response, MostJsonBytes, what, cancellationToken));
            throw NodeError.From(response.StatusCode, body, what, response.Headers.RetryAfter?.Delta ?? (response.StatusCode == HttpStatusCode.TooManyRequests ? TimeSpan.FromSeconds(60) : null));
        }
    }

    /// <summary>Reads a whole body of at most so many bytes.</summary>
    public async Task<byte[]> ReadAsync(HttpResponseMessage response, long most, string what, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var body = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (body.Length + count > most)
                    throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The ocean-node's answer to '{what}' is larger than {most} bytes and was not read further.");
                body.Write(buffer, 0, count);
            }
            return body.ToArray();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Lost(what, exception);
        }
    }

    /// <summary>Repeats a call that is safe to repeat while its error is a passing one.</summary>
    public async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (NetworkException exception) when (exception.Kind == NetworkErrorKind.Transient && attempt < Attempts)
            {
                await Task.Delay(exception.RetryAfter ?? TimeSpan.FromMilliseconds(100 * (1 << attempt)), time, cancellationToken);
            }
        }
    }

    public static JsonNode? ParseJson(string text, string what)
    {
        try
        {
            return JsonNode.Parse(text, null, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException exception)
        {
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The ocean-node's answer to '{what}' is no JSON: {exception.Message}", exception);
        }
    }

    private NetworkException Lost(string what, Exception exception) =>
        new(NetworkErrorKind.Transient, $"The ocean-node at {node.Host}:{node.Port} did not answer when asked to {what}: {exception.Message} Check OCEAN_NODE_URL and that the node is up.", exception);
}
