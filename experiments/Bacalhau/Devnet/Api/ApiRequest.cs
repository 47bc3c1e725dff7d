using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary>One call of the API: its path as it was sent, its query and its body, bound as the server binds them.</summary>
internal sealed class ApiRequest
{
    private const int LargestBody = 10_000_000;

    private readonly Dictionary<string, StringValues> query;

    public ApiRequest(HttpContext context)
    {
        Context = context;
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var cut = target.IndexOf('?', StringComparison.Ordinal);
        Path = cut < 0 ? target : target[..cut];
        query = cut < 0 ? [] : QueryHelpers.ParseQuery(target[cut..]);
    }

    public HttpContext Context { get; }

    /// <summary>The path, not decoded: the server looks names up as they were sent.</summary>
    public string Path { get; }

    /// <summary>Parts of the path that stand for a variable.</summary>
    public IReadOnlyList<string> Segments { get; set; } = [];

    public bool WantsPretty => query.ContainsKey("pretty");

    public string Query(string name) => query.TryGetValue(name, out var values) ? values[0] ?? "" : "";

    public IEnumerable<string> QueryAll(string name) => query.TryGetValue(name, out var values) ? values.OfType<string>() : [];

    public uint Unsigned(string name) => Query(name) is { Length: > 0 } text
        ? uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Unparsable("ParseUint", text)
        : 0;

    public long Signed(string name) => Query(name) is { Length: > 0 } text
        ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Unparsable("ParseInt", text)
        : 0;

    public bool Flag(string name) => Query(name) switch
    {
        "" or "0" or "f" or "F" or "false" or "FALSE" or "False" => false,
        "1" or "t" or "T" or "true" or "TRUE" or "True" => true,
        var text => throw Unparsable("ParseBool", text),
    };

    /// <summary>The body bound to a type; null when there is none.</summary>
    public async Task<JsonObject?> BodyAsync(GoStruct type, CancellationToken cancellationToken)
    {
        var bytes = await ReadAsync(cancellationToken);
        if (bytes.Length == 0)
            return null;
        var contentType = Context.Request.ContentType ?? "";
        if (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal)
            || contentType.StartsWith("multipart/form-data", StringComparison.Ordinal))
        {
            return null; // Bound as a form, of which nothing has a name that counts.
        }

        return contentType.StartsWith("application/json", StringComparison.Ordinal)
            ? GoBinder.Bind(bytes, type)
            : throw ApiException.BadRequest("code=415, message=Unsupported Media Type");
    }

    private async Task<byte[]> ReadAsync(CancellationToken cancellationToken)
    {
        if (Context.Request.ContentLength > LargestBody)
            throw new ApiException(413, "Request Entity Too Large", "InternalError", "APIServer");
        using var body = new MemoryStream();
        await Context.Request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    private static ApiException Unparsable(string function, string text) =>
        ApiException.Unbindable($"strconv.{function}: parsing \"{text}\": invalid syntax");
}
