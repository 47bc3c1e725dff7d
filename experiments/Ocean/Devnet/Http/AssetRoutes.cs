using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Nethereum.Contracts;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Util;
using Survey.Devnets.Ocean.Assets;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Http;

/// <summary>Descriptions of assets: check, open, serve, search.</summary>
internal sealed class AssetRoutes(OceanNode node)
{
    public IEnumerable<Route> All() =>
    [
        new("validateDDO", "POST", "/api/aquarius/assets/ddo/validate", ErrorShape.Text, (request, _) => Task.FromResult(Validate(request))),
        new("getDDO", "GET", "/api/aquarius/assets/ddo/:did/:force?", ErrorShape.Text, (_, path) => Task.FromResult(Get(path[0]))),
        new("getDDOMetadata", "GET", "/api/aquarius/assets/metadata/:did/:force?", ErrorShape.Text, (_, path) => Task.FromResult(Get(path[0]))),
        new("getDDOState", "GET", "/api/aquarius/state/ddo", ErrorShape.Text, (request, _) => Task.FromResult(State(request))),
        new("ddoMetadataQuery", "POST", "/api/aquarius/assets/metadata/query", ErrorShape.Text, (request, _) => Task.FromResult(Search(request))),
        new("decrypt", "POST", "/api/services/decrypt", ErrorShape.Text, (request, _) => DecryptAsync(request)),
    ];

    private Reply Validate(NodeRequest request)
    {
        if (request.Json["ddo"] is not JsonObject ddo)
            throw Refusal.Missing("ddo", "validateDDO", "ddo");
        if (request.Text("signature") is not null)
            node.Authenticator.Authenticate(request, SignatureText.ValidateDdo, "publisherAddress");
        if (!DdoRules.IsValid(ddo))
            throw new Refusal(400, "Validation error: [object Object]");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Write(ddo)));
        var (v, r, s) = node.Key.Sign(Sha3Keccack.Current.CalculateHash(hash));
        return Reply.Json(new JsonObject
        {
            ["hash"] = hash.ToHex(prefix: true),
            ["publicKey"] = node.Key.Address,
            ["r"] = r.ToHex(prefix: true),
            ["s"] = s.ToHex(prefix: true),
            ["v"] = (int)v,
        });
    }

    private Reply Get(string did) => Reply.Json((node.Assets.Find(Uri.UnescapeDataString(did)) ?? throw new Refusal(404, "DDO not found")).Document);

    private Reply State(NodeRequest request)
    {
        var (did, nft, transaction) = (request.Query("did"), request.Query("nft"), request.Query("txId"));
        if (did is null && nft is null && transaction is null)
            throw new Refusal(400, "Missing or invalid required parameters, you need to specify one of: \"did\", \"txId\", \"nft\"");
        return Reply.Json((node.Assets.FindState(did, nft, transaction) ?? throw new Refusal(404, "Not found")).ToJson(node.Addresses.ChainId));
    }

    // One result per collection of the database; the stand-in has one collection and knows filters of the form a.b:=value.
    private Reply Search(NodeRequest request)
    {
        var filter = ((string?)request.Json["filter_by"] ?? "").Split(":=", 2);
        var found = filter.Length == 2
            ? node.Assets.All.Where(asset => filter[0].Split('.').Aggregate((JsonNode?)asset.Document, (at, name) => (at as JsonObject)?[name])?.ToString() == filter[1])
            : node.Assets.All;
        JsonArray hits = [.. found.Select(asset => new JsonObject { ["document"] = asset.Document.DeepClone() })];
        return Reply.Json(new JsonArray(new JsonObject { ["found"] = hits.Count, ["hits"] = hits, ["page"] = 1 }));
    }

    private async Task<Reply> DecryptAsync(NodeRequest request)
    {
        node.Authenticator.Authenticate(request, SignatureText.DecryptDdo, "decrypterAddress");
        var metadata = await MetadataOfAsync(request) ?? throw new Refusal(400, "Decrypt DDO: Failed to process transaction id");
        return Reply.Text(node.Opener.Open(metadata), contentType: Reply.TextType);
    }

    private async Task<MetadataEvent?> MetadataOfAsync(NodeRequest request)
    {
        if (request.Text("transactionId") is { } transaction)
        {
            var receipt = await node.Chain.FindReceiptAsync(transaction);
            return (MetadataEvent?)receipt?.DecodeAllEvents<MetadataCreatedEvent>().FirstOrDefault()?.Event
                ?? receipt?.DecodeAllEvents<MetadataUpdatedEvent>().FirstOrDefault()?.Event;
        }
        return (request.Text("encryptedDocument"), request.Text("documentHash")) is ({ } document, { } hash)
            ? new MetadataCreatedEvent { Data = document.HexToByteArray(), Hash = hash.HexToByteArray(), Flags = [byte.Parse(request.Text("flags") ?? "2", System.Globalization.CultureInfo.InvariantCulture)] }
            : null;
    }
}
