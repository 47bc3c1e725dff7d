using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nethereum.Hex.HexConvertors.Extensions;
using Survey.Devnets.Ocean.Auth;
using Survey.Devnets.Ocean.Http;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Assets;

/// <summary>Turns the bytes of a metadata event back into the description, and checks them against the hash on the chain.</summary>
internal sealed class MetadataOpener(NodeKey key)
{
    private const byte Encrypted = 2;

    /// <exception cref="Refusal">It cannot be opened, or is not what the chain says.</exception>
    public string Open(MetadataEvent metadata)
    {
        var text = Encoding.UTF8.GetString(IsEncrypted(metadata) ? Decrypt(metadata.Data) : metadata.Data);
        // Without encryption ocean.js hashes the hex text of the bytes.
        Demand(IsEncrypted(metadata) ? text : metadata.Data.ToHex(prefix: true), metadata);
        return text;
    }

    /// <summary>The description, if the node's own writing of it has the hash on the chain too.</summary>
    /// <exception cref="Refusal">It is no description, or it was written in another way than the node would.</exception>
    public static JsonObject Parse(string text, MetadataEvent metadata)
    {
        var ddo = ParseObject(text) ?? throw new Refusal(400, "Decrypt DDO: not a JSON object");
        if (IsEncrypted(metadata))
            Demand(CanonicalJson.Write(ddo), metadata);
        return ddo;
    }

    private static bool IsEncrypted(MetadataEvent metadata) => metadata.Flags is [.., var flags] && (flags & Encrypted) != 0;

    private static void Demand(string text, MetadataEvent metadata)
    {
        if (AssetIds.Sha256(text) != metadata.Hash.ToHex())
            throw new Refusal(400, "Decrypt DDO: checksum does not match");
    }

    private static JsonObject? ParseObject(string text)
    {
        try
        {
            return JsonNode.Parse(text, null, new JsonDocumentOptions { MaxDepth = 32 }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] Decrypt(byte[] data)
    {
        try
        {
            return key.Decrypt(data.ToHex());
        }
        catch (CryptographicException exception)
        {
            throw new Refusal(400, $"Decrypt DDO: {exception.Message}");
        }
    }
}
