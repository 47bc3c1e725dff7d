using System.Text;
using System.Text.Json;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Measuring;

/// <summary>Single calls of the Open Inference Protocol v2 (https://github.com/kserve/open-inference-protocol) to a served model.</summary>
internal sealed class InferenceCall(HttpClient http, Uri endpoint, string model)
{
    private const int MostAnswerBytes = 1 << 20;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 16 };

    /// <summary>SHA-256 of the model that is served, as the server says.</summary>
    public async Task<string?> ModelDigestAsync(CancellationToken cancellationToken)
    {
        var metadata = await GetAsync<MetadataDocument>($"v2/models/{model}", cancellationToken);
        return metadata.Parameters?.Sha256;
    }

    /// <summary>The worker's own clock readings.</summary>
    public async Task<WorkerStamps?> StampsAsync(CancellationToken cancellationToken) =>
        (await GetAsync<ServerDocument>("v2", cancellationToken)).Stamps;

    /// <summary>The scores of one image.</summary>
    /// <exception cref="NetworkException">The server refuses, or its answer is not what the protocol says.</exception>
    public async Task<float[]> PredictAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, $"v2/models/{model}/infer"))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        var answer = await SendAsync<InferDocument>(request, cancellationToken);
        return answer.Outputs is [{ Data: { Length: > 0 } data }, ..] && data.All(float.IsFinite)
            ? data
            : throw new NetworkException(NetworkErrorKind.Untrustworthy, "The service answered without finite scores in outputs[0].data.");
    }

    /// <summary>The body of a request for one image, pixels 0 to 255.</summary>
    public static byte[] BodyFor(IdxImages images, int index)
    {
        var body = new StringBuilder($$"""{"inputs":[{"name":"input","datatype":"UINT8","shape":[1,1,{{images.Rows}},{{images.Columns}}],"data":[""");
        body.AppendJoin(',', images[index].ToArray()).Append("]}]}");
        return Encoding.UTF8.GetBytes(body.ToString());
    }

    private Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(new HttpRequestMessage(HttpMethod.Get, new Uri(endpoint, path)), cancellationToken);

    private async Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new NetworkException(KindOf((int)response.StatusCode), $"The service answered {(int)response.StatusCode} to {request.Method} {request.RequestUri?.AbsolutePath}.");
            if (response.Content.Headers.ContentLength > MostAnswerBytes)
                throw TooLarge();
            await response.Content.LoadIntoBufferAsync(MostAnswerBytes, cancellationToken);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return JsonSerializer.Deserialize<T>(answer, Json)
                ?? throw new NetworkException(NetworkErrorKind.Untrustworthy, "The service answered null.");
        }
        catch (JsonException cause)
        {
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The service's answer is no valid JSON: {cause.Message}", cause);
        }
        catch (HttpRequestException cause) when (cause.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw TooLarge();
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException)
        {
            throw new NetworkException(NetworkErrorKind.Transient, $"The service at {endpoint} did not answer: {cause.Message}", cause);
        }
    }

    private static NetworkException TooLarge() =>
        new(NetworkErrorKind.Untrustworthy, $"The service's answer is larger than {MostAnswerBytes} bytes.");

    private static NetworkErrorKind KindOf(int status) => status switch
    {
        401 or 403 => NetworkErrorKind.Unauthorized,
        408 or 429 or >= 500 => NetworkErrorKind.Transient,
        _ => NetworkErrorKind.Rejected,
    };

    private sealed record InferDocument(OutputDocument[]? Outputs);

    private sealed record OutputDocument(float[]? Data);

    private sealed record MetadataDocument(ParametersDocument? Parameters);

    private sealed record ParametersDocument(string? Sha256);

    private sealed record ServerDocument(WorkerStamps? Stamps);
}
