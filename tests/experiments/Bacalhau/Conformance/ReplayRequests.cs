using System.Net.Http.Headers;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>Makes recorded calls into requests: ids, addresses and times of here in place of the recorded ones, and the headers that were sent.</summary>
internal sealed class ReplayRequests(Uri api, IReadOnlyList<RecordedCall> calls, IdMap ids)
{
    // The recorder left headers out that never change; a file that names the content type once names it always.
    private readonly bool recordsContentType = calls.Any(call => call.Headers.ContainsKey("content-type"));
    private readonly Progress times = new(calls);

    public HttpRequestMessage Of(RecordedCall call)
    {
        var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(api.GetLeftPart(UriPartial.Authority) + times.AsOfNow(ids.Here(call.Path))));
        if (call.Body.Length > 0 || call.Headers.ContainsKey("content-length"))
        {
            request.Content = new ByteArrayContent(call.Body is { Length: < 1 << 20 } ? System.Text.Encoding.UTF8.GetBytes(ids.Here(System.Text.Encoding.UTF8.GetString(call.Body))) : call.Body);
            if (call.Headers.TryGetValue("content-type", out var type))
                request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            request.Headers.TransferEncodingChunked = call.IsChunked;
        }

        foreach (var (name, value) in call.Headers)
        {
            if (name is not ("content-length" or "content-type" or "host" or "connection" or "accept-encoding" or "transfer-encoding"))
                request.Headers.TryAddWithoutValidation(name, ids.Here(value));
        }

        if (call.Headers.GetValueOrDefault("content-type") is null && call.Method is "PUT" or "POST" && call.Body.Length > 0 && !recordsContentType)
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return request;
    }
}
