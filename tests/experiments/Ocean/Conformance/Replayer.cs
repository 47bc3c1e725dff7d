using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Survey.Devnets.Ocean;
using Survey.Devnets.Ocean.Auth;
using Survey.Devnets.Ocean.Chain;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Chain;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>Sends recorded requests to the devnet, signed anew where the recorded signature was good, and compares the answers.</summary>
internal sealed class Replayer(OceanDevnet devnet, HttpClient http, Substitutions known)
{
    private static readonly (string Method, string Path, string Command, string Address)[] Commands =
    [
        ("POST", "/api/services/encrypt", SignatureText.Encrypt, "consumerAddress"),
        ("POST", "/api/aquarius/assets/ddo/validate", SignatureText.ValidateDdo, "publisherAddress"),
        ("POST", "/api/services/decrypt", SignatureText.DecryptDdo, "decrypterAddress"),
        ("POST", "/api/services/compute", SignatureText.StartCompute, "consumerAddress"),
        ("POST", "/api/services/freeCompute", SignatureText.FreeStartCompute, "consumerAddress"),
        ("PUT", "/api/services/compute", SignatureText.StopCompute, "consumerAddress"),
        ("GET", "/api/services/computeResult", SignatureText.GetComputeResult, "consumerAddress"),
        ("POST", "/directCommand", SignatureText.GetComputeResult, "consumerAddress"),
        ("GET", "/api/services/computeStreamableLogs", SignatureText.GetComputeStreamableLogs, "consumerAddress"),
        ("POST", "/api/services/auth/token", SignatureText.CreateAuthToken, "address"),
        ("POST", "/api/services/auth/token/invalidate", SignatureText.InvalidateAuthToken, "address"),
        ("POST", "/api/services/persistentStorage/buckets", "persistentStorageCreateBucket", "consumerAddress"),
        ("GET", "/api/services/persistentStorage/buckets", "persistentStorageGetBuckets", "consumerAddress"),
    ];

    /// <summary>How a job ended is compared by its values, not by shape alone.</summary>
    private static readonly string[] Endings = ["status", "statusText", "terminationDetails", "stopRequested", "isFree", "payment.cost"];

    /// <summary>The tokens that were made, in their order.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>Sends one request; the answer is what differs.</summary>
    public async Task<(IReadOnlyList<string> Differences, string Answer)> ReplayAsync(TranscriptEntry entry, string? token, CancellationToken cancellationToken)
    {
        using var request = Build(entry, token);
        using var response = await http.SendAsync(request, cancellationToken);
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var text = Encoding.UTF8.GetString(bytes);
        var differences = new List<string>();
        if ((int)response.StatusCode != entry.Status)
            differences.Add($"status {entry.Status} became {(int)response.StatusCode}: {text[..Math.Min(text.Length, 160)]}");
        else
            differences.AddRange(Compare(entry, response.Content.Headers.ContentType?.ToString(), text));
        return (differences, text);
    }

    private IEnumerable<string> Compare(TranscriptEntry entry, string? type, string text)
    {
        if (entry.ResponseType != type)
            yield return $"content type {entry.ResponseType ?? "none"} became {type ?? "none"}";
        if (entry.ResponseBody is JsonObject body && body["base64"] is not null)
            yield break; // Bytes of a job's own.
        if (entry.ResponseBody is JsonObject wrapped && wrapped["text"] is { } recorded && type?.StartsWith("application/json", StringComparison.Ordinal) != true)
        {
            if (((string)recorded!).StartsWith("0x04", StringComparison.Ordinal))
                known.Add((string)recorded!, text); // A ciphertext, which later requests carry.
            var (expected, actual) = (ShapeComparison.Words(known.Apply((string)recorded!)), ShapeComparison.Words(text));
            var isPage = expected.StartsWith("<!DOCTYPE", StringComparison.Ordinal) && actual.StartsWith("<!DOCTYPE", StringComparison.Ordinal);
            if (!isPage && expected != actual)
                yield return $"text '{expected}' became '{actual}'";
            yield break;
        }
        var json = JsonNode.Parse(text);
        if (entry.ResponseBody is JsonValue single && json is JsonValue other && single.TryGetValue<string>(out var words) && ShapeComparison.Words(known.Apply(words)) != ShapeComparison.Words(other.ToString()))
            yield return $"text '{words}' became '{other}'";
        foreach (var difference in ShapeComparison.Differences(entry.ResponseBody, json))
            yield return difference;
        if (entry.Ending is { } ending && entry.Path.Contains("jobId=", StringComparison.Ordinal) && json is JsonArray { Count: 1 } jobs)
        {
            foreach (var member in Endings.Where(member => !JsonNode.DeepEquals(Inside(ending, member), Inside(jobs[0], member))))
                yield return $"{member} {Inside(ending, member)?.ToJsonString() ?? "null"} became {Inside(jobs[0], member)?.ToJsonString() ?? "null"}";
        }
        // A list of all jobs begins with another one here.
        if (entry.Ending is null || entry.Path.Contains("jobId=", StringComparison.Ordinal))
            known.Learn(entry.ResponseBody, json);
        if (json is JsonObject told && told["token"] is JsonValue made)
            Tokens.Add(made.ToString());
    }

    private HttpRequestMessage Build(TranscriptEntry entry, string? token)
    {
        var (path, body) = Sign(entry);
        var request = new HttpRequestMessage(new HttpMethod(entry.Method), devnet.Endpoints["api"] + path);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = entry.RequestType is null ? null : MediaTypeHeaderValue.Parse(entry.RequestType);
        }
        return request;
    }

    private (string Path, byte[]? Body) Sign(TranscriptEntry entry)
    {
        var (path, body) = (known.Apply(entry.Path), Expand(entry.RequestBody));
        var signer = Commands.FirstOrDefault(command => command.Method == entry.Method && entry.Path.Split('?')[0] == command.Path);
        var command = signer.Command ?? (entry.Path.Contains("/persistentStorage/", StringComparison.Ordinal) ? StorageCommand(entry) : null);
        var field = signer.Address ?? "consumerAddress";
        string? Value(string name) => (body as JsonObject)?[name]?.ToString() ?? Query(path, name);
        if (command is null || Value(field) is not { } address || Value("nonce") is not { } nonce || Value("signature") is not { } signature || entry.Note.Contains("hash", StringComparison.Ordinal))
            return (path, Bytes(body));
        var wasGood = Signatures.Fits(address, nonce, command, signature);
        var fresh = entry.Note switch
        {
            "nonce 0" or "nonce that is not a number" => nonce,
            "nonce equal to the stored one" => devnet.Node.Nonces.Get(address),
            "create: nonce too small" => "1",
            _ => $"{System.Numerics.BigInteger.Parse(devnet.Node.Nonces.Get(address), System.Globalization.CultureInfo.InvariantCulture) + 1}",
        };
        var account = Enumerable.Range(0, 10).FirstOrDefault(number => WellKnownKeys.Address(number) == address, -1);
        var signed = wasGood && account >= 0
            ? Wallet.Create(new Secret(WellKnownKeys.Key(account)), Anvil.ChainId).SignText(SignatureText.Of(address, fresh, command))
            : signature;
        path = path.Replace($"nonce={nonce}", $"nonce={fresh}", StringComparison.Ordinal).Replace(signature, signed, StringComparison.Ordinal);
        if (body is JsonObject json && json["signature"] is not null)
            (json["nonce"], json["signature"]) = (fresh, signed);
        return (path, Bytes(body));
    }

    private static JsonNode? Inside(JsonNode? node, string path) => path.Split('.').Aggregate(node, (at, name) => (at as JsonObject)?[name]);

    private static string StorageCommand(TranscriptEntry entry) => "persistentStorage" + (entry.Method, entry.Path.Split('?')[0].Split('/')) switch
    {
        ("PATCH", _) => "UpdateBucket",
        ("DELETE", _) => "DeleteFile",
        ("POST", _) => "UploadFile",
        (_, [.., "files"]) => "ListFiles",
        _ => "GetFileObject",
    };

    // Bodies that were recorded as a head and a length are filled up again.
    private JsonNode? Expand(JsonNode? recorded)
    {
        var body = known.Apply(recorded);
        if (body?["algorithm"]?["meta"]?["rawcode"] is JsonObject cut)
            body["algorithm"]!["meta"]!["rawcode"] = new string('#', (int)cut["length"]!);
        return body;
    }

    private static byte[]? Bytes(JsonNode? body) => body switch
    {
        null => null,
        JsonObject { Count: 1 } wrapped when wrapped["text"] is { } text => Encoding.UTF8.GetBytes((string)text!),
        JsonObject wrapped when wrapped["base64"] is not null => new byte[(int)wrapped["length"]!],
        _ => Encoding.UTF8.GetBytes(CanonicalJson.Write(body)),
    };

    private static string? Query(string path, string name) => Regex.Match(path, $"[?&]{name}=([^&]*)") is { Success: true } match ? Uri.UnescapeDataString(match.Groups[1].Value) : null;
}
