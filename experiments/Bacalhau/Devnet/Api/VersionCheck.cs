using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary>What the server makes of the client's version header.</summary>
internal static partial class VersionCheck
{
    private const string Header = "X-Bacalhau-Git-Version";
    private static readonly Version Least = new(1, 4, 0);

    /// <summary>The answer to a client that is too old or whose version is none; null for everybody else.</summary>
    public static (int Status, object Body)? Refusal(HttpRequest request)
    {
        var text = request.Headers[Header].ToString();
        if (text is "" or "v0.0.0" or "v0.0.0-xxxxxxx")
            return null;
        if (Text().Match(text) is not { Success: true } match)
            return (StatusCodes.Status400BadRequest, new { Error = $"Invalid client version {text}" });

        // A pre-release comes before its release.
        var version = Version.Parse(match.Groups["core"].Value);
        var tooOld = version < Least || (version == Least && match.Groups["pre"].Success);
        return tooOld
            ? (StatusCodes.Status403Forbidden, new
            {
                Error = "Client version is outdated. Update your client",
                MinVersion = Least.ToString(3),
                ClientVersion = text.TrimStart('v'),
                ServerVersion = ServerVersion.Text.TrimStart('v'),
            })
            : null;
    }

    /// <summary>Clients before 1.5 get members in the history that were dropped then. The server compares texts.</summary>
    public static bool WantsOldHistory(HttpRequest request) =>
        request.Headers[Header].ToString() is { Length: > 0 } text && string.Compare(text, "v1.5.", CultureInfo.InvariantCulture, CompareOptions.Ordinal) < 0;

    [GeneratedRegex(@"^v?(?<core>\d+\.\d+\.\d+)(?<pre>-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$")]
    private static partial Regex Text();
}
