using System.Net;

namespace Survey.Devnets.Ocean.Http;

/// <summary>The page that the node's web framework makes of an error it handles itself.</summary>
internal static class HtmlPage
{
    public static string Of(string error) =>
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>{WebUtility.HtmlEncode(error)}</pre>\n</body>\n</html>\n";
}
