using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Survey.Devnets.Ocean.Http;

/// <summary>A request to the node, with its body already read.</summary>
internal sealed record NodeRequest(HttpContext Context, string Path, byte[] Raw, JsonObject Json)
{
    private const int MostJsonBytes = 100 * 1024;
    private const int MostRawBytes = 25 * 1024 * 1024;

    public string Method => Context.Request.Method;

    /// <summary>The token in the Authorization header; the literal "undefined" of ocean.js is none.</summary>
    public string? Token => Context.Request.Headers.Authorization.ToString() is { Length: > 0 } text && text != "undefined" ? text : null;

    public bool IsOctetStream => Context.Request.ContentType?.StartsWith("application/octet-stream", StringComparison.OrdinalIgnoreCase) == true;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>A parameter of the query; null when absent.</summary>
    public string? Query(string name) => Context.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>A text of the body, or else of the query.</summary>
    public string? Text(string name) => (Json[name] as JsonValue)?.ToString() is { Length: > 0 } text ? text : Query(name);

    /// <summary>Reads a request: JSON bodies are parsed and bounded as the real node's are.</summary>
    /// <exception cref="Refusal">The body is too large or no JSON.</exception>
    public static async Task<NodeRequest> ReadAsync(HttpContext context)
    {
        // ocean.js joins a node URL with a trailing slash and a path to "//api".
        var path = "/" + (context.Request.Path.Value ?? "").TrimStart('/');
        var isJson = context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) == true;
        var raw = await ReadBodyAsync(context, isJson ? MostJsonBytes : MostRawBytes);
        return new NodeRequest(context, path, raw, isJson && raw.Length > 0 ? Parse(raw) : []);
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContext context, int most)
    {
        using var body = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + count > most)
                throw new Refusal(413, HtmlPage.Of("PayloadTooLargeError: request entity too large"));
            body.Write(buffer, 0, count);
        }
        return body.ToArray();
    }

    private static JsonObject Parse(byte[] raw)
    {
        try
        {
            return JsonNode.Parse(raw, null, new JsonDocumentOptions { MaxDepth = 32 }) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            throw new Refusal(400, HtmlPage.Of("SyntaxError: Unexpected end of JSON input"));
        }
    }
}
