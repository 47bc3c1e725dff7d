using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Http;

/// <summary>An answer of the node.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="ContentType">Content type; null sends none, as the node does in places.</param>
/// <param name="WriteAsync">Writes the body.</param>
internal sealed record Reply(int Status, string? ContentType, Func<HttpResponse, CancellationToken, Task> WriteAsync)
{
    public const string JsonType = "application/json; charset=utf-8";
    public const string HtmlType = "text/html; charset=utf-8";
    public const string TextType = "text/plain; charset=utf-8";

    public static Reply Json(JsonNode? value, int status = 200, string? contentType = JsonType) => Text(CanonicalJson.Write(value), status, contentType);

    public static Reply Text(string text, int status = 200, string? contentType = HtmlType) => Bytes(Encoding.UTF8.GetBytes(text), contentType, status);

    public static Reply Bytes(byte[] body, string? contentType, int status = 200) =>
        new(status, contentType, async (response, cancellationToken) => await response.Body.WriteAsync(body, cancellationToken));

    /// <summary>A refusal in the shape of its route.</summary>
    public static Reply Error(Refusal refusal, ErrorShape shape) => shape switch
    {
        ErrorShape.JsonString when refusal.Message.StartsWith('<') => Text(refusal.Message, refusal.Status),
        ErrorShape.JsonString => Json(JsonValue.Create(refusal.Message), refusal.Status),
        ErrorShape.JsonObject => Json(new JsonObject { ["error"] = refusal.Message }, refusal.Status),
        ErrorShape.Hidden => Text("Internal Server Error", 500),
        _ => Text(refusal.Message, refusal.Status),
    };

    /// <summary>Sends it.</summary>
    public async Task SendAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.Headers.AccessControlAllowOrigin = "*";
        if (ContentType is not null)
            context.Response.ContentType = ContentType;
        await WriteAsync(context.Response, context.RequestAborted);
    }
}
