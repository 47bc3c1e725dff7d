using System.Globalization;
using System.Net.Http.Headers;

namespace Survey.Experiments.Inference;

/// <summary>A client of the Open Inference Protocol v2 over HTTP, for any server that speaks it.</summary>
/// <remarks>https://github.com/open-inference/open-inference-protocol/blob/main/specification/protocol/inference_rest.md</remarks>
/// <param name="http">The connection; its headers (authorisation, for instance) go along.</param>
/// <param name="endpoint">Where the server answers; <c>v2/...</c> is looked up below it.</param>
/// <param name="time">Measures the requests.</param>
public sealed class OpenInferenceClient(HttpClient http, Uri endpoint, TimeProvider time)
{
    /// <summary>An answer may be this long: far more than the scores of any request, far less than this machine's memory.</summary>
    public const int MaximumAnswerBytes = 64 << 20;

    // Whoever accepts a connection and never answers must not hold up the next look.
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(2);

    private readonly Uri root = endpoint.AbsoluteUri.EndsWith('/') ? endpoint : new Uri(endpoint.AbsoluteUri + "/");

    /// <summary>Whether the server says that it is ready. A server that cannot be reached, or does not answer within two seconds, is not.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ReadyLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var response = await http.GetAsync(new Uri(root, "v2/health/ready"), HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Asks about a model.</summary>
    /// <exception cref="InferenceException">The server refuses or does not speak the protocol.</exception>
    public async Task<ServedModelInfo> DescribeAsync(string model, CancellationToken cancellationToken)
    {
        var (content, _) = await SendAsync(new HttpRequestMessage(HttpMethod.Get, ModelUri(model, "")), cancellationToken);
        return AnswerReader.ReadModel(content);
    }

    /// <summary>Sends images and reads the scores of the first output.</summary>
    /// <exception cref="InferenceException">The server cannot be reached, refuses, or does not speak the protocol.</exception>
    public async Task<InferenceAnswer> InferAsync(string model, InferenceInput input, TensorEncoding encoding, CancellationToken cancellationToken)
    {
        var (body, jsonLength) = RequestWriter.Write(input, encoding);
        using var request = new HttpRequestMessage(HttpMethod.Post, ModelUri(model, "/infer")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(encoding == TensorEncoding.Json ? "application/json" : "application/octet-stream");
        if (encoding == TensorEncoding.Binary)
            request.Content.Headers.Add(RequestWriter.JsonLengthHeader, jsonLength.ToString(CultureInfo.InvariantCulture));

        var started = time.GetTimestamp();
        var (content, answerJsonLength) = await SendAsync(request, cancellationToken);
        return AnswerReader.ReadScores(content, answerJsonLength, input.Shape[0], time.GetElapsedTime(started));
    }

    private Uri ModelUri(string model, string rest) => new(root, $"v2/models/{Uri.EscapeDataString(model)}{rest}");

    private async Task<(byte[] Content, int? JsonLength)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var content = await ReadBoundedAsync(response.Content, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new InferenceException($"{request.RequestUri} answered {(int)response.StatusCode}: {AnswerReader.ReadFailure(content)}");
            return (content, JsonLength(response));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new InferenceException($"{request.RequestUri} cannot be reached: {exception.Message}", exception);
        }
    }

    private static int? JsonLength(HttpResponseMessage response)
    {
        var headers = response.Headers.TryGetValues(RequestWriter.JsonLengthHeader, out var values) ? values
            : response.Content.Headers.TryGetValues(RequestWriter.JsonLengthHeader, out values) ? values : null;
        if (headers?.FirstOrDefault() is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw new InferenceException($"The server's header {RequestWriter.JsonLengthHeader} is '{text}', which is no length.");
    }

    private static async Task<byte[]> ReadBoundedAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var target = new MemoryStream();
        var block = new byte[16 * 1024];
        for (int read; (read = await stream.ReadAsync(block, cancellationToken)) > 0;)
        {
            if (target.Length + read > MaximumAnswerBytes)
                throw new InferenceException($"The server's answer is longer than {MaximumAnswerBytes} bytes; it is not read.");
            target.Write(block, 0, read);
        }

        return target.ToArray();
    }
}
