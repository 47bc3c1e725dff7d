using System.ComponentModel;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Survey.Experiments.Specification;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Http;

/// <summary>One request.</summary>
[Description("One HTTP request.")]
public sealed record HttpStep : Step
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"];

    /// <summary>The method.</summary>
    [Description("The method: GET, POST, PUT, DELETE, HEAD, PATCH.")]
    public string Method { get; init; } = "GET";

    /// <summary>Template of the URL, relative to the endpoint.</summary>
    [SecretReference(AllowText = true)]
    [Description("Template of the URL, relative to the endpoint. What expressions yield is percent-encoded; a template that is one expression may be a whole URL on an allowed host.")]
    public required string Url { get; init; }

    /// <summary>Further headers, values are templates.</summary>
    [SecretReference(AllowText = true)]
    [Description("Further headers; values are templates, secrets as ${NAME}.")]
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body.</summary>
    [Description("The body: exactly one of json, text, file and multipart.")]
    public HttpBody? Body { get; init; }

    /// <summary>Whether the answer is framed by Docker's stream headers.</summary>
    [Description("Removes Docker's 8-byte stream headers from the answer (container logs).")]
    public bool Demultiplex { get; init; }

    internal override IEnumerable<(string Path, string Template)> Templates() => base.Templates()
        .Append(("url", Url))
        .Concat(Headers.Select(header => ($"headers.{header.Key}", header.Value)))
        .Concat(Templates("body.json", Body?.Json))
        .Concat(new[] { ("body.text", Body?.Text), ("body.file", Body?.File) }.Where(part => part.Item2 is not null).Select(part => (part.Item1, part.Item2!)))
        .Concat((Body?.Multipart ?? new Dictionary<string, HttpPart>()).Select(part => ($"body.multipart.{part.Key}", part.Value.File ?? part.Value.Text ?? "")));

    internal override IEnumerable<SpecificationProblem> Problems()
    {
        if (!Methods.Contains(Method, StringComparer.OrdinalIgnoreCase))
            yield return new SpecificationProblem("method", $"is '{Method}'; expected one of {string.Join(", ", Methods)}.", Nearest.Suggest(Method.ToUpperInvariant(), Methods));
        if (Url.Contains("${", StringComparison.Ordinal))
            yield return new SpecificationProblem("url", "holds a secret, and proxies and logs keep URLs; expected it in 'headers', 'body' or settings.auth.");
        if (Body is not null && Count(Body.Json, Body.Text, Body.File, Body.Multipart.Count > 0 ? Body.Multipart : null) != 1)
            yield return new SpecificationProblem("body", "needs exactly one of json, text, file and multipart.");
        foreach (var (name, part) in Body?.Multipart ?? new Dictionary<string, HttpPart>())
        {
            if (Count(part.Text, part.File) != 1)
                yield return new SpecificationProblem($"body.multipart.{name}", "needs exactly one of text and file.");
        }

        foreach (var (where, type) in Types())
        {
            if (!MediaTypeHeaderValue.TryParse(type, out _))
                yield return new SpecificationProblem(where, $"is '{type}', which is no content type; expected one such as application/json.");
        }
    }

    private IEnumerable<(string Path, string Type)> Types()
    {
        if (Body?.ContentType is not null)
            yield return ("body.contentType", Body.ContentType);
        foreach (var (name, part) in Body?.Multipart ?? new Dictionary<string, HttpPart>())
        {
            if (part.ContentType is not null)
                yield return ($"body.multipart.{name}.contentType", part.ContentType);
        }
    }

    private static int Count(params object?[] values) => values.Count(value => value is not null);
}

/// <summary>A request body: exactly one of json, text, file and multipart.</summary>
[Description("A request body: exactly one of json, text, file and multipart.")]
public sealed record HttpBody
{
    /// <summary>A document whose strings are templates.</summary>
    [SecretReference(AllowText = true)]
    [Description("A document whose strings are templates. A string that is one expression keeps the type of its value.")]
    public JsonNode? Json { get; init; }

    /// <summary>A text template.</summary>
    [Description("A text template.")]
    [SecretReference(AllowText = true)]
    public string? Text { get; init; }

    /// <summary>Template of the path of a file sent as it is.</summary>
    [Description("Template of the path of a file that is sent as it is.")]
    public string? File { get; init; }

    /// <summary>Parts of a form.</summary>
    [Description("Parts of a multipart form, by field name.")]
    public IReadOnlyDictionary<string, HttpPart> Multipart { get; init; } = new Dictionary<string, HttpPart>();

    /// <summary>Content type.</summary>
    [Description("Content type. Absent: application/json, text/plain or application/octet-stream.")]
    public string? ContentType { get; init; }
}

/// <summary>One part of a form: exactly one of text and file.</summary>
[Description("One part of a multipart form: exactly one of text and file.")]
public sealed record HttpPart
{
    /// <summary>A text template.</summary>
    [SecretReference(AllowText = true)]
    [Description("A text template.")]
    public string? Text { get; init; }

    /// <summary>Template of the path of a file.</summary>
    [Description("Template of the path of a file.")]
    public string? File { get; init; }

    /// <summary>Content type.</summary>
    [Description("Content type of the part.")]
    public string? ContentType { get; init; }
}
