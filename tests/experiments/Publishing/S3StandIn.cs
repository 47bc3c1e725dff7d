using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Survey.Devnets.Hosting;

namespace Survey.Experiments.Tests.Publishing;

/// <summary>
/// As much of an S3 server as hosting needs (https://docs.aws.amazon.com/AmazonS3/latest/API): objects in one bucket, by path. It checks that
/// requests are signed with the right key id, not the signatures themselves.
/// </summary>
internal sealed class S3StandIn : IAsyncDisposable
{
    public const string Bucket = "survey";
    public const string KeyId = "AKIATEST";

    private readonly LoopbackServer server;

    private S3StandIn(LoopbackServer server, ConcurrentDictionary<string, byte[]> objects) => (this.server, Objects) = (server, objects);

    public string Address => server.Address.ToString().TrimEnd('/');

    public ConcurrentDictionary<string, byte[]> Objects { get; }

    /// <summary>Status that deletions get instead of being done; null does them.</summary>
    public int? RefusedDeletion { get; set; }

    public static async Task<S3StandIn> StartAsync()
    {
        var objects = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        S3StandIn? standIn = null;
        var server = await LoopbackServer.StartAsync(context => AnswerAsync(context, objects, standIn!));
        return standIn = new S3StandIn(server, objects);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, ConcurrentDictionary<string, byte[]> objects, S3StandIn standIn)
    {
        var (request, response) = (context.Request, context.Response);
        var signed = request.Headers.Authorization.ToString().Contains($"Credential={KeyId}/", StringComparison.Ordinal)
            || request.Query["X-Amz-Credential"].ToString().StartsWith($"{KeyId}/", StringComparison.Ordinal);
        if (!signed)
        {
            response.StatusCode = 403;
            await response.WriteAsync("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
            return;
        }

        var key = request.Path.Value!.StartsWith($"/{Bucket}/", StringComparison.Ordinal) ? request.Path.Value[(Bucket.Length + 2)..] : "";
        switch (request.Method)
        {
            case "PUT":
                using (var body = new MemoryStream())
                {
                    await request.Body.CopyToAsync(body);
                    objects[key] = body.ToArray();
                }

                response.Headers.ETag = "\"0\"";
                break;
            case "DELETE" when standIn.RefusedDeletion is { } status:
                response.StatusCode = status;
                break;
            case "DELETE":
                objects.TryRemove(key, out _);
                response.StatusCode = 204;
                break;
            case "GET" when key.Length == 0:
                var contents = objects.Keys.Where(name => name.StartsWith(request.Query["prefix"].ToString(), StringComparison.Ordinal)).Select(name => $"<Contents><Key>{name}</Key></Contents>");
                await response.WriteAsync($"<ListBucketResult><Name>{Bucket}</Name>{string.Concat(contents)}<IsTruncated>false</IsTruncated></ListBucketResult>");
                break;
            default:
                if (!objects.TryGetValue(key, out var found))
                    response.StatusCode = 404;
                else if (request.Method == "HEAD")
                    response.ContentLength = found.Length;
                else
                    await response.Body.WriteAsync(found);
                break;
        }
    }
}
