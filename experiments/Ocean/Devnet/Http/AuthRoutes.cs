using System.Text.Json.Nodes;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Http;

/// <summary>Tokens, and encryption to the node's key.</summary>
internal sealed class AuthRoutes(OceanNode node)
{
    public IEnumerable<Route> All() =>
    [
        new("generateAuthToken", "POST", "/api/services/auth/token", ErrorShape.JsonObject, (request, _) => Task.FromResult(Create(request))),
        new("invalidateAuthToken", "POST", "/api/services/auth/token/invalidate", ErrorShape.JsonObject, (request, _) => Task.FromResult(Invalidate(request))),
        new("encrypt", "POST", "/api/services/encrypt", ErrorShape.Text, (request, _) => Task.FromResult(Encrypt(request, SignatureText.Encrypt, "ecies"))),
        new("encryptFile", "POST", "/api/services/encryptFile", ErrorShape.Text, (request, _) => Task.FromResult(Encrypt(request, "encryptFile", request.Query("encryptMethod") ?? "ecies"))),
    ];

    private Reply Create(NodeRequest request)
    {
        Demand(request, "address", "nonce", "signature");
        var address = node.Authenticator.Authenticate(request, SignatureText.CreateAuthToken, "address")!;
        var until = request.Json["validUntil"] is JsonValue value && value.TryGetValue<long>(out var milliseconds) ? milliseconds : (long?)null;
        return Reply.Json(new JsonObject { ["token"] = node.Tokens.Create(address, request.Text("nonce")!, until) });
    }

    private Reply Invalidate(NodeRequest request)
    {
        Demand(request, "address", "nonce", "signature", "token");
        var token = request.Text("token")!;
        if (!node.Switches.UnsignedInvalidation)
        {
            var address = node.Authenticator.Authenticate(request, SignatureText.InvalidateAuthToken, "address");
            if (node.Tokens.AccountOf(token) is { } owner && !string.Equals(owner, address, StringComparison.OrdinalIgnoreCase))
                throw new Refusal(401, "Invalid token");
        }
        node.Tokens.Invalidate(token);
        return Reply.Json(new JsonObject { ["success"] = true });
    }

    private Reply Encrypt(NodeRequest request, string command, string method)
    {
        node.Authenticator.Authenticate(request, command);
        // The node's JSON and text parsers leave an object in place of the bytes.
        var plain = request.IsOctetStream ? request.Raw : "[object Object]"u8.ToArray();
        if (method is not ("ecies" or "ECIES"))
            throw new Refusal(400, "The devnet encrypts with ECIES only");
        return Reply.Text(node.Key.Encrypt(plain), contentType: "application/octet-stream; charset=utf-8");
    }

    private static void Demand(NodeRequest request, params string[] fields)
    {
        if (fields.Any(field => request.Text(field) is null))
            throw new Refusal(400, "Missing required parameters");
    }
}
