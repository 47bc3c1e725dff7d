using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nethereum.Hex.HexConvertors.Extensions;
using Survey.Devnets.Ocean.Assets;
using Survey.Devnets.Ocean.Auth;
using Survey.Devnets.Ocean.Http;

namespace Survey.Devnets.Ocean.Storage;

/// <summary>A file that was fetched.</summary>
internal sealed record FetchedFile(byte[] Content, string ContentType);

/// <summary>File objects: where a file is, in the clear or encrypted in an asset's service. URLs are all that the stand-in fetches.</summary>
internal sealed class FileObjects(HttpClient http, NodeKey key)
{
    private const long MostBytes = 1L << 30;

    /// <summary>The name a file gets in a job's inputs: the last part of its URL.</summary>
    public static string NameOf(JsonObject file)
    {
        var name = Uri.TryCreate((string?)file["url"], UriKind.Absolute, out var url) ? Path.GetFileName(Uri.UnescapeDataString(url.AbsolutePath)) : "";
        return name is "" or "." or ".." ? "file0" : name;
    }

    /// <summary>The first file of a service, decrypted.</summary>
    /// <exception cref="Refusal">It was not encrypted for this node.</exception>
    public JsonObject Open(Asset asset, JsonObject service)
    {
        try
        {
            var text = Encoding.UTF8.GetString(key.Decrypt(((string?)service["files"] ?? "").HexToByteArray().ToHex()));
            if (JsonNode.Parse(text)?["files"] is JsonArray { Count: > 0 } files && files[0] is JsonObject file)
                return file;
        }
        catch (Exception exception) when (exception is JsonException or FormatException or System.Security.Cryptography.CryptographicException)
        {
            // Told below.
        }
        throw new Refusal(500, $"Unable to decrypt files of {asset.Did}, files not served by the current node!");
    }

    /// <summary>Fetches a file.</summary>
    /// <exception cref="Refusal">It cannot be had; the text is what the node would log.</exception>
    public async Task<FetchedFile> ReadAsync(JsonObject file, CancellationToken cancellationToken)
    {
        var (status, fetched) = await TryReadAsync(file, cancellationToken);
        return status is >= 200 and < 300 ? fetched : throw new Refusal(500, $"Request failed with status code {status}");
    }

    /// <summary>Fetches a file whatever the status is, as fileInfo does.</summary>
    /// <exception cref="Refusal">Nobody answers, or the type of the file object is not served here.</exception>
    public async Task<(int Status, FetchedFile File)> TryReadAsync(JsonObject file, CancellationToken cancellationToken)
    {
        if ((string?)file["type"] != "url" || !Uri.TryCreate((string?)file["url"], UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new Refusal(400, "Invalid storage type or URL: the devnet fetches files of type url only");
        try
        {
            using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.Content.Headers.ContentLength > MostBytes)
                throw new Refusal(500, "maxContentLength size exceeded");
            var content = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return ((int)response.StatusCode, new FetchedFile(content, response.Content.Headers.ContentType?.ToString() ?? ""));
        }
        catch (HttpRequestException)
        {
            throw new Refusal(500, $"connect ECONNREFUSED {url.Host}:{url.Port}");
        }
    }
}
