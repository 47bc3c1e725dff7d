using System.Net.Http.Headers;
using System.Text;
using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Http;

/// <summary>Turns steps into requests. Secrets go into headers and bodies only, and only to the endpoint's own host.</summary>
internal sealed class HttpRequests(NetworkEndpoint endpoint, HttpSettings settings, StepTemplates templates, StepSecrets secrets)
{
    private readonly Uri root = endpoint.Address
        ?? throw new NetworkException(NetworkErrorKind.Rejected, $"Network '{endpoint.Network}' has no endpoint. Set networks.{endpoint.Network}.endpoint.");

    /// <summary>The request of a step.</summary>
    internal HttpRequestMessage Create(HttpStep step, ScriptObject variables)
    {
        var request = new HttpRequestMessage(new HttpMethod(step.Method.ToUpperInvariant()), Url(step, variables));
        if (step.Body is not null)
            request.Content = Content(step, step.Body, variables);
        if (IsOwnHost(request.RequestUri!))
            Authorize(request);
        foreach (var (name, template) in step.Headers)
            Header(step, request, name, templates.Text(template, variables));
        return request;
    }

    /// <summary>The URL of a step, on the endpoint's host or an allowed one.</summary>
    internal Uri Url(HttpStep step, ScriptObject variables)
    {
        var rendered = templates.Url(step.Url, variables);
        if (StepSecrets.IsForged(rendered))
            throw StepException.Of(step, NetworkErrorKind.Rejected, "a secret may not stand in a URL: proxies and logs keep URLs. Send it as a header.");

        var url = Uri.TryCreate(rendered, UriKind.Absolute, out var whole) && whole.Scheme is "http" or "https"
            ? new Uri(rendered)
            : new Uri($"{root.ToString().TrimEnd('/')}/{rendered.TrimStart('/')}");
        return IsOwnHost(url) || settings.Hosts.Any(host => IsAllowed(host, url))
            ? url
            : throw StepException.Of(step, NetworkErrorKind.Untrustworthy, $"the URL points to {url.Authority}, which is not the network's host. Add it to settings.hosts if it belongs to the network.");
    }

    private static bool IsAllowed(string host, Uri url) =>
        string.Equals(host, url.Authority, StringComparison.OrdinalIgnoreCase)
        || string.Equals(host, $"{url.Host}:{url.Port}", StringComparison.OrdinalIgnoreCase)
        || string.Equals(host, $"{url.Host}:*", StringComparison.OrdinalIgnoreCase);

    private bool IsOwnHost(Uri url) => url.Scheme == root.Scheme && string.Equals(url.Authority, root.Authority, StringComparison.OrdinalIgnoreCase);

    private void Header(HttpStep step, HttpRequestMessage request, string name, string value)
    {
        if (StepSecrets.IsForged(value) && !IsOwnHost(request.RequestUri!))
            throw StepException.Of(step, NetworkErrorKind.Rejected, $"header '{name}' holds a secret, which is sent only to the network's own host.");
        if (!request.Headers.TryAddWithoutValidation(name, secrets.Reveal(value)))
            request.Content?.Headers.TryAddWithoutValidation(name, secrets.Reveal(value));
    }

    private void Authorize(HttpRequestMessage request)
    {
        switch (settings.Auth)
        {
            case { Bearer: { } token }:
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Secret(token));
                break;
            case { Basic: { } basic }:
                var pair = Encoding.UTF8.GetBytes($"{Secret(basic.Username)}:{Secret(basic.Password)}");
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(pair));
                break;
            case { ApiKey: { } key }:
                request.Headers.TryAddWithoutValidation(key.Header, Secret(key.Value));
                break;
        }
    }

    private string Secret(string reference) => secrets.Reveal(secrets.Mark(reference));

    private HttpContent Content(HttpStep step, HttpBody body, ScriptObject variables)
    {
        HttpContent content = body switch
        {
            { Json: { } json } => Bytes(templates.Json(json, variables, secrets.Reveal)!.ToJsonString(), "application/json"),
            { Text: { } text } => Bytes(secrets.Reveal(templates.Text(text, variables)), "text/plain"),
            { File: { } file } => Stream(templates.Text(file, variables)),
            { Multipart.Count: > 0 } => Form(body.Multipart, variables),
            _ => throw StepException.Of(step, NetworkErrorKind.Rejected, "body needs one of json, text, file and multipart."),
        };
        if (body.ContentType is not null)
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(body.ContentType);
        return content;
    }

    private MultipartFormDataContent Form(IReadOnlyDictionary<string, HttpPart> parts, ScriptObject variables)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, part) in parts)
        {
            HttpContent content = part.File is null
                ? Bytes(secrets.Reveal(templates.Text(part.Text ?? "", variables)), "text/plain")
                : Stream(templates.Text(part.File, variables));
            if (part.ContentType is not null)
                content.Headers.ContentType = MediaTypeHeaderValue.Parse(part.ContentType);
            if (part.File is null)
                form.Add(content, name);
            else
                form.Add(content, name, Path.GetFileName(templates.Text(part.File, variables)));
        }

        return form;
    }

    // A length is always known: some nodes refuse chunked bodies.
    private static ByteArrayContent Bytes(string text, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(text));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private static StreamContent Stream(string path)
    {
        var content = new StreamContent(File.OpenRead(path));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }
}
