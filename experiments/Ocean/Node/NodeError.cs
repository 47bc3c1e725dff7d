using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Node;

/// <summary>The node's refusals, which come as JSON text, JSON object, plain text or HTML, often as 500 although the caller is at fault.</summary>
internal static partial class NodeError
{
    private const int MostShown = 500;

    /// <summary>The reason in the body of an error.</summary>
    public static string Text(string body)
    {
        var text = body.Trim();
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            if (json.RootElement.ValueKind == JsonValueKind.String)
                text = json.RootElement.GetString()!;
            else if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error))
                text = error.ToString();
        }
        catch (JsonException)
        {
            if (Preformatted().Match(text) is { Success: true } page)
                text = WebUtility.HtmlDecode(page.Groups[1].Value).Split("<br>")[0];
        }
        return text.Length > MostShown ? text[..MostShown] + "..." : text;
    }

    /// <summary>The error as an exception that says what to do.</summary>
    public static NodeRefusedException From(HttpStatusCode status, string body, string what, TimeSpan? retryAfter)
    {
        var reason = Text(body);
        var refusal = Refusal(status, reason);
        var message = $"The ocean-node refused to {what} ({(int)status}): {reason}. {Advice(status, refusal, reason)}".TrimEnd();
        return new NodeRefusedException(status, refusal, Kind(status, refusal), message) { RetryAfter = retryAfter };
    }

    // The node has no codes: its words are all there is to go by.
    private static NodeRefusal Refusal(HttpStatusCode status, string reason) => reason switch
    {
        _ when status == HttpStatusCode.NotFound => NodeRefusal.NotFound,
        _ when reason.Contains("is not a valid nonce", StringComparison.Ordinal) => NodeRefusal.Nonce,
        _ when reason.StartsWith("Not enough available", StringComparison.Ordinal) || reason.StartsWith("Too many running", StringComparison.Ordinal) => NodeRefusal.Busy,
        _ when reason.Contains("escrow auths", StringComparison.Ordinal) || reason.Contains("does not have enough funds", StringComparison.Ordinal) => NodeRefusal.Escrow,
        _ => NodeRefusal.Other,
    };

    private static NetworkErrorKind Kind(HttpStatusCode status, NodeRefusal refusal) => status switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => NetworkErrorKind.Transient,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => NetworkErrorKind.Unauthorized,
        _ when refusal == NodeRefusal.Busy => NetworkErrorKind.Transient,
        _ => NetworkErrorKind.Rejected,
    };

    private static string Advice(HttpStatusCode status, NodeRefusal refusal, string reason) => reason switch
    {
        _ when status == HttpStatusCode.TooManyRequests => "Raise MAX_REQ_PER_MINUTE of the node or the setting poll.",
        _ when reason.Contains("Cannot find image", StringComparison.Ordinal) => "The node pulls every image: push it to a registry that the node reaches (images.push).",
        _ when refusal == NodeRefusal.Escrow => "The escrow holds too little of the account's tokens, or the node may lock less than the job costs.",
        _ when reason.Contains("not allowed to run on the dataset", StringComparison.Ordinal) => "The asset's list of trusted algorithms has other checksums.",
        _ when reason.Contains("Invalid C2D Environment", StringComparison.Ordinal) => "Its prices may have changed, which changes its id: look again with Quote.",
        _ => "",
    };

    [GeneratedRegex("<pre>(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Preformatted();
}
