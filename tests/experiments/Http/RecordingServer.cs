using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Survey.Devnets.Hosting;

namespace Survey.Experiments.Tests.Http;

/// <summary>One request as it arrived.</summary>
internal sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>Keeps requests and answers them by a function; the answer is JSON unless the function sets something else.</summary>
internal sealed class RecordingServer : IAsyncDisposable
{
    private readonly LoopbackServer server;
    private readonly ConcurrentQueue<ReceivedRequest> requests;

    private RecordingServer(LoopbackServer server, ConcurrentQueue<ReceivedRequest> requests) => (this.server, this.requests) = (server, requests);

    public string Address => server.Address.ToString().TrimEnd('/');

    public IReadOnlyList<ReceivedRequest> Requests => [.. requests];

    public static Task<RecordingServer> StartAsync(string answer) => StartAsync((_, _) => Task.FromResult(answer));

    public static async Task<RecordingServer> StartAsync(
        Func<ReceivedRequest, HttpContext, Task<string>> answer, X509Certificate2? certificate = null, Action<HttpsConnectionAdapterOptions>? configureTls = null)
    {
        var requests = new ConcurrentQueue<ReceivedRequest>();
        var server = await LoopbackServer.StartAsync(
            async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
                var request = new ReceivedRequest(context.Request.Method, context.Request.GetEncodedPathAndQuery(), headers, body.ToArray());
                requests.Enqueue(request);
                var text = await answer(request, context);
                if (text.Length > 0)
                    await context.Response.WriteAsync(text);
            },
            certificate,
            configureTls);
        return new RecordingServer(server, requests);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
