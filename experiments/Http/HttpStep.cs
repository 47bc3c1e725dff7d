using System.ComponentModel;
using System.Text.Json.Nodes;
using Survey.Experiments.Specification;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Http;

/// <summary>One request.</summary>
[Description("One HTTP request.")]
public sealed record HttpStep : Step
{
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

    internal override IEnumerable<(string Path, string Template)> Templates() =>
        base.Templates().Append(("url", Url)).Concat(Headers.Select(header => ($"headers.{header.Key}", header.Value)));
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
