using System.Text.Json.Nodes;

namespace Survey.Devnets.Ocean.Http;

/// <summary>Buckets and their files, and the escrow's events.</summary>
internal sealed class StorageRoutes(OceanNode node)
{
    private const string Buckets = "/api/services/persistentStorage/buckets";

    public IEnumerable<Route> All() =>
    [
        new(Buckets, "POST", Buckets, ErrorShape.Text, (request, _) => Json(node.Buckets.Create(Caller(request, "CreateBucket") ?? "", (string?)request.Json["label"]))),
        new($"{Buckets}_GET", "GET", Buckets, ErrorShape.Text, (request, _) => Json(List(request))),
        new($"{Buckets}/:bucketId", "PATCH", $"{Buckets}/:bucketId", ErrorShape.Text,
            (request, path) => Json(node.Buckets.Rename(path[0], Caller(request, "UpdateBucket"), (string?)request.Json["label"] ?? ""))),
        new($"{Buckets}/:bucketId/files", "GET", $"{Buckets}/:bucketId/files", ErrorShape.Text,
            (request, path) => Json(node.Buckets.Files(path[0], Caller(request, "ListFiles")))),
        new($"{Buckets}/:bucketId/files/:fileName/object", "GET", $"{Buckets}/:bucketId/files/:fileName/object", ErrorShape.Text,
            (request, path) => Json(node.Buckets.FileObject(path[0], Caller(request, "GetFileObject"), Name(path)))),
        new($"{Buckets}/:bucketId/files/:fileName", "POST", $"{Buckets}/:bucketId/files/:fileName", ErrorShape.Text,
            async (request, path) => Reply.Json(await node.Buckets.WriteAsync(path[0], Caller(request, "UploadFile"), Name(path), request.Raw, request.Aborted))),
        new($"{Buckets}/:bucketId/files/:fileName_DELETE", "DELETE", $"{Buckets}/:bucketId/files/:fileName", ErrorShape.Text,
            (request, path) => Json(node.Buckets.Delete(path[0], Caller(request, "DeleteFile"), Name(path)))),
        new("/api/services/escrow/events", "GET", "/api/services/escrow/events", ErrorShape.Text, (request, _) => Json(Events(request))),
    ];

    private JsonArray List(NodeRequest request)
    {
        Caller(request, "GetBuckets");
        return node.Buckets.List(request.Query("owner") ?? request.Query("consumerAddress") ?? "");
    }

    private JsonArray Events(NodeRequest request)
    {
        bool Fits(JsonObject found, string parameter, string member) => request.Query(parameter) is not { } wanted
            || string.Equals(found[member]?.ToString(), wanted, StringComparison.OrdinalIgnoreCase);
        return
        [
            .. node.Assets.EscrowEvents.Where(found => Fits(found, "chainId", "chainId") && Fits(found, "eventType", "eventType") && Fits(found, "payer", "payer")
                && Fits(found, "payee", "payee") && Fits(found, "token", "token") && Fits(found, "jobId", "jobId") && Fits(found, "txId", "txHash"))
                .Select(found => found.DeepClone()),
        ];
    }

    private string? Caller(NodeRequest request, string command) => node.Authenticator.Authenticate(request, $"persistentStorage{command}");

    private static string Name(IReadOnlyList<string> path) => Uri.UnescapeDataString(path[1]);

    private static Task<Reply> Json(JsonNode value) => Task.FromResult(Reply.Json(value));
}
