using System.Collections.Concurrent;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>Notes what a client sends: method, path, body, and whether the body came with its length.</summary>
internal sealed class RequestLog : DelegatingHandler
{
    private readonly ConcurrentQueue<SentRequest> sent = new();

    public IReadOnlyList<SentRequest> Sent => [.. sent];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        sent.Enqueue(new SentRequest(
            request.Method.Method, request.RequestUri!.PathAndQuery, body, request.Content?.Headers.ContentLength, request.Headers.Authorization?.ToString()));
        return await base.SendAsync(request, cancellationToken);
    }
}

/// <summary>One of them.</summary>
internal sealed record SentRequest(string Method, string Path, string Body, long? ContentLength, string? Authorization);
