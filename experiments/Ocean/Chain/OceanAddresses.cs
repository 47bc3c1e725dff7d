using System.Text.Json;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Chain;

/// <summary>Where Ocean's contracts stand on one chain, as the address file of the Ocean tools names them.</summary>
internal sealed record OceanAddresses
{
    public required long ChainId { get; init; }

    public required string Ocean { get; init; }

    public required string Router { get; init; }

    public required string FixedPrice { get; init; }

    public required string Dispenser { get; init; }

    public required string Erc721Factory { get; init; }

    public required string Escrow { get; init; }

    /// <summary>Community fees end here; not every address file names it.</summary>
    public string? CommunityFeeCollector { get; init; }

    /// <summary>Reads the entry of one chain from an address file; it is found by its chain id, not by its name.</summary>
    public static OceanAddresses Read(string path, long chainId)
    {
        if (!File.Exists(path))
            throw new NetworkException(NetworkErrorKind.Rejected, $"There is no address file '{path}': give the address.json of Ocean's contracts for chain {chainId}.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 8 });
        foreach (var network in document.RootElement.EnumerateObject())
        {
            if (network.Value.TryGetProperty("chainId", out var id) && id.GetInt64() == chainId)
                return Read(network.Value, chainId);
        }
        throw new NetworkException(NetworkErrorKind.Rejected, $"The address file '{path}' has no entry for chain {chainId}.");
    }

    private static OceanAddresses Read(JsonElement entry, long chainId)
    {
        string Text(string name) => entry.TryGetProperty(name, out var value) && value.GetString() is { Length: > 0 } text
            ? text
            : throw new NetworkException(NetworkErrorKind.Rejected, $"The address file names no '{name}' for chain {chainId}.");
        return new OceanAddresses
        {
            ChainId = chainId,
            Ocean = Text("Ocean"),
            Router = Text("Router"),
            FixedPrice = Text("FixedPrice"),
            Dispenser = Text("Dispenser"),
            Erc721Factory = Text("ERC721Factory"),
            Escrow = Text("Escrow"),
            CommunityFeeCollector = entry.TryGetProperty("OPFCommunityFeeCollector", out var collector) ? collector.GetString() : null,
        };
    }
}
