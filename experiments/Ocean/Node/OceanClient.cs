using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Node;

/// <summary>The node's HTTP interface, with fixed paths: the next major version no longer lists them.</summary>
internal sealed class OceanClient(NodeHttp http)
{
    /// <summary>Who the node is and how far its index is.</summary>
    public async Task<JsonObject> GetStatusAsync(CancellationToken cancellationToken) =>
        Object(await http.JsonAsync(() => Post("/directCommand", new JsonObject { ["command"] = "status" }), "tell its status", cancellationToken), "status");

    public async Task<IReadOnlyList<EnvironmentOffer>> GetEnvironmentsAsync(long chainId, CancellationToken cancellationToken) =>
        EnvironmentReader.Read(await http.JsonAsync(() => Get("/api/services/computeEnvironments"), "list its compute environments", cancellationToken), chainId);

    /// <summary>Encrypts bytes to the node's key. With another content type the node would encrypt "[object Object]".</summary>
    public Task<string> EncryptAsync(NodeAccount account, string text, long chainId, CancellationToken cancellationToken) => account.RepeatAsync(
        SignatureText.Encrypt,
        call =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, At($"/api/services/encrypt?{call.Query}&chainId={chainId}")) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            return http.TextOnceAsync(request, "encrypt", cancellationToken);
        },
        cancellationToken);

    /// <summary>Checks a description; the answer is the hash the node computes for it.</summary>
    public Task<string> ValidateAsync(NodeAccount account, JsonObject ddo, CancellationToken cancellationToken) => account.RepeatAsync(
        SignatureText.ValidateDdo,
        async call =>
        {
            var body = new JsonObject { ["ddo"] = ddo.DeepClone(), ["publisherAddress"] = call.Address, ["nonce"] = call.Nonce, ["signature"] = call.Signature };
            var answer = await http.TextOnceAsync(Post("/api/aquarius/assets/ddo/validate", body), "validate a description", cancellationToken);
            return (string?)NodeHttp.ParseJson(answer, "validate")?["hash"] ?? throw new NetworkException(NetworkErrorKind.Untrustworthy, "The ocean-node validated a description without a hash.");
        },
        cancellationToken);

    /// <summary>The description the node serves; null while it has none.</summary>
    public async Task<JsonObject?> FindDdoAsync(string did, CancellationToken cancellationToken)
    {
        try
        {
            return Object(await http.JsonAsync(() => Get($"/api/aquarius/assets/ddo/{did}"), "resolve an asset", cancellationToken), "resolve");
        }
        catch (NodeRefusedException refused) when (refused.Refusal == NodeRefusal.NotFound)
        {
            return null;
        }
    }

    /// <summary>Why the node did not index an asset; null when it says nothing.</summary>
    public async Task<string?> FindIndexingErrorAsync(string did, CancellationToken cancellationToken)
    {
        try
        {
            var state = await http.JsonAsync(() => Get($"/api/aquarius/state/ddo?did={did}"), "tell the state of an asset", cancellationToken);
            return (bool?)state?["valid"] == false ? (string?)state["error"] : null;
        }
        catch (NetworkException exception) when (exception.Kind == NetworkErrorKind.Rejected)
        {
            return null;
        }
    }

    /// <summary>SHA-256 of the file behind a file object, as the node sees it.</summary>
    public async Task<string> GetChecksumAsync(JsonObject file, CancellationToken cancellationToken)
    {
        var body = file.DeepClone().AsObject();
        body["checksum"] = true;
        var info = (await http.JsonAsync(() => Post("/api/services/fileInfo", body), "look at a file", cancellationToken) as JsonArray)?.FirstOrDefault() as JsonObject;
        // A missing file is called valid, with length 0.
        return (bool?)info?["valid"] == true && (string?)info["contentLength"] != "0" && (string?)info["checksum"] is { Length: 64 } checksum
            ? checksum
            : throw new NetworkException(NetworkErrorKind.Rejected, $"The ocean-node cannot read {(string?)file["url"]}: host the file where the node reaches it (hosting.advertise).");
    }

    public async Task<JsonObject> InitializeAsync(JsonObject body, CancellationToken cancellationToken) =>
        Object(await http.JsonAsync(() => Post("/api/services/initializeCompute", body), "quote a job", cancellationToken), "initializeCompute");

    /// <summary>Starts a job; sent once, because a repeat could start a second one.</summary>
    public Task<NodeJob> StartAsync(NodeAccount account, JsonObject body, bool isFree, CancellationToken cancellationToken) => account.CallAsync(
        isFree ? SignatureText.FreeStartCompute : SignatureText.StartCompute,
        async call =>
        {
            var signed = body.DeepClone().AsObject();
            (signed["consumerAddress"], signed["nonce"], signed["signature"]) = (call.Address, call.Nonce, call.Signature);
            var path = isFree ? "/api/services/freeCompute" : "/api/services/compute";
            return First(await http.TextOnceAsync(Post(path, signed), "start a job", cancellationToken), "start");
        },
        cancellationToken);

    /// <summary>All jobs of an account.</summary>
    public async Task<IReadOnlyList<NodeJob>> GetJobsAsync(string address, CancellationToken cancellationToken) =>
        Jobs(await http.JsonAsync(() => Get($"/api/services/compute?consumerAddress={address}"), "list jobs", cancellationToken));

    /// <summary>One job, by its full id; null when the node does not know it.</summary>
    public async Task<NodeJob?> FindJobAsync(string fullId, CancellationToken cancellationToken) =>
        Jobs(await http.JsonAsync(() => Get($"/api/services/compute?jobId={fullId}"), "tell the status of a job", cancellationToken)).FirstOrDefault(job => fullId.EndsWith(job.BareId, StringComparison.Ordinal));

    public Task<NodeJob?> StopAsync(NodeAccount account, string fullId, CancellationToken cancellationToken) => account.RepeatAsync(
        SignatureText.StopCompute,
        async call => Jobs(NodeHttp.ParseJson(
            await http.TextOnceAsync(new HttpRequestMessage(HttpMethod.Put, At($"/api/services/compute?{call.Query}&jobId={fullId}")), "stop a job", cancellationToken), "stop")).FirstOrDefault(),
        cancellationToken);

    /// <summary>A result file. An empty answer means that there is none at this index.</summary>
    public Task<byte[]> GetResultAsync(NodeAccount account, string fullId, NodeResult result, long most, CancellationToken cancellationToken) => account.RepeatAsync(
        SignatureText.GetComputeResult,
        async call =>
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"/api/services/computeResult?{call.Query}&jobId={fullId}&index={result.Index}");
            using var response = await http.SendAsync(Get(path), $"send {result.Type}", cancellationToken);
            var content = await http.ReadAsync(response, most, $"send {result.Type}", cancellationToken);
            return content.Length == result.Bytes
                ? content
                : throw new NetworkException(NetworkErrorKind.Transient, $"The ocean-node announced {result.Bytes} bytes of {result.Type} and sent {content.Length}.");
        },
        cancellationToken);

    /// <summary>The live log of a running job, in Docker's frames; ends with the container.</summary>
    public Task<HttpResponseMessage> OpenLogsAsync(NodeAccount account, string fullId, CancellationToken cancellationToken) => account.CallAsync(
        SignatureText.GetComputeStreamableLogs,
        call => http.SendAsync(Get($"/api/services/computeStreamableLogs?{call.Query}&jobId={fullId}"), "stream the log", cancellationToken),
        cancellationToken);

    /// <summary>A token of the account that ends by itself.</summary>
    public Task<Secret> CreateTokenAsync(NodeAccount account, DateTimeOffset until, CancellationToken cancellationToken) => account.RepeatAsync(
        SignatureText.CreateAuthToken,
        async call =>
        {
            var body = new JsonObject { ["address"] = call.Address, ["nonce"] = call.Nonce, ["signature"] = call.Signature, ["validUntil"] = until.ToUnixTimeMilliseconds() };
            var answer = NodeHttp.ParseJson(await http.TextOnceAsync(Post("/api/services/auth/token", body), "make a token", cancellationToken), "make a token");
            return new Secret((string?)answer?["token"] ?? throw new NetworkException(NetworkErrorKind.Untrustworthy, "The ocean-node made a token and did not tell it."));
        },
        cancellationToken);

    /// <summary>Ends a token before its time.</summary>
    public Task InvalidateTokenAsync(NodeAccount account, Secret token, CancellationToken cancellationToken) => account.RepeatAsync(
        SignatureText.InvalidateAuthToken,
        call => http.TextOnceAsync(
            Post("/api/services/auth/token/invalidate", new JsonObject { ["address"] = call.Address, ["nonce"] = call.Nonce, ["signature"] = call.Signature, ["token"] = token.Reveal() }),
            "invalidate a token", cancellationToken),
        cancellationToken);

    /// <summary>Whether the node gives a result of an account's job to the bearer of a token.</summary>
    public async Task<bool> CanReadResultAsync(Secret token, string address, string fullId, NodeResult result, CancellationToken cancellationToken)
    {
        try
        {
            await http.TextAsync(
                () =>
                {
                    var request = Get(string.Create(CultureInfo.InvariantCulture, $"/api/services/computeResult?consumerAddress={address}&jobId={fullId}&index={result.Index}"));
                    // Raw, without "Bearer", as the node wants it.
                    request.Headers.TryAddWithoutValidation("Authorization", token.Reveal());
                    return request;
                },
                $"send {result.Type}", cancellationToken);
            return true;
        }
        catch (NetworkException exception) when (exception.Kind is NetworkErrorKind.Rejected or NetworkErrorKind.Unauthorized)
        {
            return false;
        }
    }

    private Uri At(string path) => new(http.Address, path);

    private HttpRequestMessage Get(string path) => new(HttpMethod.Get, At(path));

    // One writer for everything that is sent or hashed.
    private HttpRequestMessage Post(string path, JsonObject body) =>
        new(HttpMethod.Post, At(path)) { Content = new StringContent(CanonicalJson.Write(body), Encoding.UTF8, "application/json") };

    private static NodeJob First(string text, string what) =>
        Jobs(NodeHttp.ParseJson(text, what)).FirstOrDefault() ?? throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The ocean-node's answer to '{what}' names no job.");

    private static IReadOnlyList<NodeJob> Jobs(JsonNode? answer) => [.. (answer as JsonArray ?? []).OfType<JsonObject>().Select(NodeJob.Read)];

    private static JsonObject Object(JsonNode? answer, string what) =>
        answer as JsonObject ?? throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The ocean-node's answer to '{what}' is no JSON object.");
}
