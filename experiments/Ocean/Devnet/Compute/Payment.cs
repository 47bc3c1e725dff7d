using System.Text.Json.Nodes;
using Survey.Devnets.Ocean.Http;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>The payment part of a request.</summary>
internal static class Payment
{
    /// <summary>Checks that the environment takes this token on this chain; the token must have the case of the listing.</summary>
    /// <exception cref="Refusal">It does not.</exception>
    public static void Demand(OceanNode node, JsonObject payment)
    {
        if ((long?)payment["chainId"] != node.Addresses.ChainId)
            throw new Refusal(500, "Invalid C2D Environment");
        if ((string?)payment["token"] != node.Addresses.Ocean)
            throw new Refusal(500, $"This compute env does not accept payments on chain: {node.Addresses.ChainId} using token {(string?)payment["token"]}");
    }
}
