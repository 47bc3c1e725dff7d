using Survey.Experiments.Networks;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Http;

/// <summary>Requests as Plan shows them.</summary>
internal sealed class HttpPreview(PreviewRequest request)
{
    /// <summary>Method, URL, headers and body on one line.</summary>
    internal string Describe(HttpStep step, StepPreviewText text)
    {
        var settings = (HttpSettings)request.Settings;
        var path = text.Of(step.Url);
        var url = path.StartsWith('/') ? StepPreview.Address(request) + path : path;
        var headers = step.Headers.Select(header => $"{header.Key}: {text.Of(header.Value)}").Concat(Credentials(settings.Auth));
        return string.Join(' ', new[]
        {
            $"{step.Method.ToUpperInvariant()} {url}",
            settings.UnixSocket is { } socket ? $"over {socket}" : "",
            string.Join(' ', headers.Select(header => $"[{header}]")),
            step.Body is { } body ? Body(body, text) : "",
        }.Where(part => part.Length > 0));
    }

    private static IEnumerable<string> Credentials(HttpAuth? auth) => auth switch
    {
        { Bearer: not null } => ["Authorization: Bearer ***"],
        { Basic: not null } => ["Authorization: Basic ***"],
        { ApiKey: { } key } => [$"{key.Header}: ***"],
        _ => [],
    };

    private static string Body(HttpBody body, StepPreviewText text) => body switch
    {
        { Json: { } json } => text.Of(json),
        { Text: { } plain } => text.Of(plain),
        { File: { } file } => $"file {text.Of(file)}",
        _ => $"form {string.Join(", ", body.Multipart.Select(part => $"{part.Key}={(part.Value.File is { } file ? $"file {text.Of(file)}" : text.Of(part.Value.Text ?? ""))}"))}",
    };
}
