using System.Globalization;
using System.Text.Json.Nodes;
using Nethereum.Hex.HexConvertors.Extensions;
using Survey.Devnets.Ocean.Chain;

namespace Survey.Devnets.Ocean.Http;

/// <summary>Who the node is and how it is.</summary>
internal sealed class IdentityRoutes(OceanNode node, Func<IReadOnlyList<Route>> routes)
{
    private readonly long started = node.Time.GetTimestamp();

    public IEnumerable<Route> All() =>
    [
        new(null, "GET", "/", ErrorShape.Text, (_, _) => Task.FromResult(Reply.Json(Root()))),
        new("nonce", "GET", "/api/services/nonce", ErrorShape.Text, (request, _) => Task.FromResult(Reply.Json(new JsonObject { ["nonce"] = node.Nonces.Get(request.Query("userAddress")) }))),
        new("jobs", "GET", "/api/services/jobs/:job", ErrorShape.Text, (_, _) => Task.FromResult(Reply.Json(new JsonObject { ["jobs"] = new JsonArray() }))),
    ];

    /// <summary>The commands of /directCommand that are no HTTP route.</summary>
    public Reply? Command(string command, NodeRequest request) => command switch
    {
        "status" => Reply.Json(Status(), contentType: null),
        "detailedStatus" => Reply.Json(DetailedStatus(), contentType: null),
        "nonce" => Reply.Text(node.Nonces.Get((string?)request.Json["address"]), contentType: Reply.TextType),
        _ => null,
    };

    private JsonObject Root()
    {
        var endpoints = new JsonObject();
        foreach (var route in routes())
        {
            if (route.Name is { } name)
                endpoints[name] = new JsonArray(route.Method, route.Path);
        }
        return new JsonObject
        {
            ["nodeId"] = node.NodeId,
            ["chainIds"] = new JsonArray(Text(node.Addresses.ChainId)),
            ["providerAddress"] = node.Key.Address,
            ["nodePublicKey"] = new JsonObject([.. node.Key.PublicKey.Select((value, index) => KeyValuePair.Create(Text(index), (JsonNode?)value))]),
            ["serviceEndpoints"] = endpoints,
            ["software"] = "Ocean-Node",
            ["version"] = "0.0.1",
        };
    }

    private JsonObject Status() => new()
    {
        ["id"] = node.NodeId,
        ["publicKey"] = node.Key.PublicKey.ToHex(),
        ["friendlyName"] = "survey-devnet",
        ["address"] = node.Key.Address,
        ["version"] = "3.2.0",
        ["http"] = true,
        ["p2p"] = false,
        ["provider"] = new JsonArray(new JsonObject { ["chainId"] = Text(Anvil.ChainId), ["network"] = "development" }),
        ["indexer"] = new JsonArray(new JsonObject { ["chainId"] = Text(Anvil.ChainId), ["network"] = "development", ["block"] = Text(node.Indexer.Block) }),
        ["escrowAddress"] = new JsonObject { [Text(Anvil.ChainId)] = node.Addresses.Escrow },
        ["supportedStorage"] = new JsonObject { ["url"] = true, ["arwave"] = false, ["ipfs"] = false },
        ["platform"] = Platform(),
        ["codeHash"] = Experiments.Ocean.AssetIds.Sha256("survey-devnet"),
        ["allowedAdmins"] = new JsonObject { ["addresses"] = new JsonArray() },
        ["uptime"] = node.Time.GetElapsedTime(started).TotalSeconds,
        ["persistentStorage"] = new JsonObject { ["accessLists"] = new JsonArray() },
    };

    private JsonObject DetailedStatus()
    {
        var status = Status();
        status["c2dClusters"] = new JsonArray(new JsonObject
        {
            ["type"] = 2,
            ["hash"] = node.Environment.ClusterHash,
            ["environments"] = new JsonArray(node.Environment.ToJson()),
        });
        status["supportedSchemas"] = new JsonArray(new JsonObject
        {
            ["name"] = "op_ddo_v4.1.0",
            ["enable_nested_fields"] = true,
            ["fields"] = new JsonArray(new JsonObject { ["name"] = ".*", ["type"] = "auto", ["optional"] = true }),
        });
        return status;
    }

    private static JsonObject Platform()
    {
        var memory = GC.GetGCMemoryInfo();
        return new JsonObject
        {
            ["cpus"] = Environment.ProcessorCount,
            ["freemem"] = memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes,
            ["totalmem"] = memory.TotalAvailableMemoryBytes,
            ["loadavg"] = new JsonArray(0, 0, 0),
            ["arch"] = "x64",
            ["machine"] = "x86_64",
            ["platform"] = "linux",
            ["osType"] = "Linux",
            ["node"] = $".NET {Environment.Version}",
        };
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
