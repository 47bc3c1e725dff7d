using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Survey.Devnets.Ocean.Auth;
using Survey.Devnets.Ocean.Compute;
using Survey.Devnets.Ocean.Storage;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Http;

/// <summary>Files: what they are, their price, and download of those that are for access.</summary>
internal sealed class FileRoutes(OceanNode node)
{
    public IEnumerable<Route> All() =>
    [
        new("fileInfo", "POST", "/api/services/fileInfo", ErrorShape.Text, (request, _) => InfoAsync(request)),
        new("initialize", "GET", "/api/services/initialize", ErrorShape.Text, (request, _) => Task.FromResult(Initialize(request))),
        new("download", "GET", "/api/services/download", ErrorShape.Text, (request, _) => DownloadAsync(request)),
    ];

    private async Task<Reply> InfoAsync(NodeRequest request)
    {
        var file = request.Json["did"] is null ? request.Json : OfAsset(request);
        var (_, fetched) = await node.Files.TryReadAsync(file, request.Aborted);
        // A missing file is called valid too: the node looks at the connection, not at the status.
        var content = fetched.Content;
        return Reply.Json(
            new JsonArray(new JsonObject
            {
                ["valid"] = true,
                ["contentLength"] = content.Length.ToString(CultureInfo.InvariantCulture),
                ["contentType"] = fetched.ContentType,
                ["checksum"] = Convert.ToHexStringLower(SHA256.HashData(content)),
                ["name"] = FileObjects.NameOf(file),
                ["type"] = "url",
            }),
            contentType: null);
    }

    private JsonObject OfAsset(NodeRequest request)
    {
        const string NotServed = "Unable to decrypt files, files not served by the current node!";
        var asset = node.Assets.Find(request.Text("did")!) ?? throw new Refusal(500, NotServed);
        return node.Files.Open(asset, (asset.FindService(request.Text("serviceId")) ?? throw new Refusal(500, NotServed)).Service);
    }

    private Reply Initialize(NodeRequest request)
    {
        var named = Named(request);
        if ((string?)named.Service["type"] == "compute")
            throw new Refusal(500, "Use the initializeCompute endpoint to initialize compute jobs");
        var fee = node.Key.SignFee(node.Addresses.Ocean, named.Datatoken, named.ServiceId, node.Time.GetUtcNow().ToUnixTimeSeconds() + named.TimeoutSeconds);
        return Reply.Json(new JsonObject
        {
            ["datatoken"] = named.Datatoken,
            ["nonce"] = node.Nonces.Get(request.Query("consumerAddress")),
            ["computeAddress"] = node.Key.Address,
            ["providerFee"] = fee.ToJson(),
        });
    }

    private async Task<Reply> DownloadAsync(NodeRequest request)
    {
        var consumer = node.Authenticator.Authenticate(request, SignatureText.Download) ?? throw new Refusal(400, "Missing consumerAddress");
        var named = Named(request) with { OrderTransaction = request.Query("transferTxId") };
        await node.Access.DemandDownloadAsync(named, consumer);
        var file = node.Files.Open(named.Asset, named.Service);
        var fetched = await node.Files.ReadAsync(file, request.Aborted);
        return Reply.Bytes(fetched.Content, fetched.ContentType) with
        {
            WriteAsync = async (response, cancellationToken) =>
            {
                response.Headers.ContentDisposition = $"attachment;filename={FileObjects.NameOf(file)}";
                await response.Body.WriteAsync(fetched.Content, cancellationToken);
            },
        };
    }

    private NamedAsset Named(NodeRequest request) => node.Access.Find(new JsonObject
    {
        ["documentId"] = request.Query("documentId"),
        ["serviceId"] = request.Query("serviceId"),
    });
}
