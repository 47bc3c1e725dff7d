using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Node;

/// <summary>The node's refusals, which come as JSON text, JSON object, plain text or HTML, often as 500 although the caller is at fault.</summary>
internal static partial class NodeError
{
    private const int MostShown = 500;
    private const string NoRoom = "Not enough available";
    private const string TooMany = "Too many running";

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
    public static NetworkException From(HttpStatusCode status, string body, string what, TimeSpan? retryAfter)
    {
        var reason = Text(body);
        return new NetworkException(Kind(status, reason), $"The ocean-node refused to {what} ({(int)status}): {reason}. {Advice(status, reason)}".TrimEnd()) { RetryAfter = retryAfter };
    }

    /// <summary>Whether the nonce was taken by another call, so that the next one may work.</summary>
    public static bool IsNonce(NetworkException exception) => exception.Message.Contains("is not a valid nonce", StringComparison.Ordinal);

    /// <summary>Whether the node has no room for the job now: nothing was started, and another job's end makes room.</summary>
    public static bool IsBusy(NetworkException exception) =>
        exception.Message.Contains(NoRoom, StringComparison.Ordinal) || exception.Message.Contains(TooMany, StringComparison.Ordinal);

    private static NetworkErrorKind Kind(HttpStatusCode status, string reason) => status switch
    {
        HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => NetworkErrorKind.Transient,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => NetworkErrorKind.Unauthorized,
        _ when reason.StartsWith(NoRoom, StringComparison.Ordinal) || reason.StartsWith(TooMany, StringComparison.Ordinal) => NetworkErrorKind.Transient,
        _ => NetworkErrorKind.Rejected,
    };

    private static string Advice(HttpStatusCode status, string reason) => reason switch
    {
        _ when status == HttpStatusCode.TooManyRequests => "Raise MAX_REQ_PER_MINUTE of the node or the setting poll.",
        _ when reason.Contains("Cannot find image", StringComparison.Ordinal) => "The node pulls every image: push it to a registry that the node reaches (images.push).",
        _ when reason.Contains("does not have enough funds", StringComparison.Ordinal) => "The escrow holds too little of the account's tokens.",
        _ when reason.Contains("not allowed to run on the dataset", StringComparison.Ordinal) => "The asset's list of trusted algorithms has other checksums.",
        _ when reason.Contains("Invalid C2D Environment", StringComparison.Ordinal) => "Its prices may have changed, which changes its id: look again with Quote.",
        _ => "",
    };

    [GeneratedRegex("<pre>(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Preformatted();
}
