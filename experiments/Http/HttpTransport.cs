using System.Buffers.Binary;
using System.Security.Authentication;
using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Http;

/// <summary>Sends the requests of steps and reads bounded answers. Redirects are answers, not followed.</summary>
internal sealed class HttpTransport(HttpClient client, HttpRequests requests) : IStepTransport<HttpStep>
{
    /// <inheritdoc/>
    public async Task<StepAnswer> SendAsync(HttpStep step, ScriptObject variables, CancellationToken cancellationToken)
    {
        using var request = requests.Create(step, variables);
        var summary = $"{request.Method} {request.RequestUri!.PathAndQuery}";
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var body = await ReadAsync(step, response, cancellationToken);
            return new StepAnswer(
                (int)response.StatusCode,
                response.IsSuccessStatusCode,
                Headers(response),
                step.Demultiplex ? Demultiplex(body) : body,
                $"{summary} answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException error) when (error.InnerException is AuthenticationException untrusted)
        {
            throw StepException.Of(
                step,
                NetworkErrorKind.Rejected,
                $"{summary} on {request.RequestUri.Authority} failed: {untrusted.Message} Name the PEM file of the certificate's authority in settings.caFile, or our own in settings.clientCertificate.",
                error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw StepException.Of(
                step,
                NetworkErrorKind.Transient,
                $"{summary} on {request.RequestUri.Authority} failed: {error.Message} Check that the network is up and the endpoint is right.",
                error);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<byte[]> ReadAsync(HttpStep step, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > StepAnswer.MaxBytes)
            throw TooLarge(step);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > StepAnswer.MaxBytes)
                throw TooLarge(step);
            body.Write(buffer, 0, read);
        }

        if (response.Content.Headers.ContentLength is { } announced && announced != body.Length && response.RequestMessage?.Method != HttpMethod.Head)
            throw StepException.Of(step, NetworkErrorKind.Transient, $"the answer ended after {body.Length} of {announced} bytes.");
        return body.ToArray();
    }

    private static NetworkException TooLarge(HttpStep step) =>
        StepException.Of(step, NetworkErrorKind.Untrustworthy, $"the answer is larger than {StepAnswer.MaxBytes >> 20} MiB, the most a step takes.");

    private static Dictionary<string, string> Headers(HttpResponseMessage response) =>
        response.Headers.Concat<KeyValuePair<string, IEnumerable<string>>>(response.Content.Headers)
            .GroupBy(header => header.Key.ToLowerInvariant())
            .ToDictionary(group => group.Key, group => string.Join(", ", group.SelectMany(header => header.Value)));

    /// <summary>Removes the 8-byte headers (stream, three zeros, big-endian length) of Docker's attach protocol.</summary>
    private static byte[] Demultiplex(ReadOnlySpan<byte> framed)
    {
        using var plain = new MemoryStream();
        while (framed.Length >= 8)
        {
            var length = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(framed[4..]), (uint)(framed.Length - 8));
            plain.Write(framed.Slice(8, (int)length));
            framed = framed[(8 + (int)length)..];
        }

        return plain.ToArray();
    }
}
