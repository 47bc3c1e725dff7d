using System.Globalization;
using System.Text.Json.Nodes;
using Nethereum.Hex.HexConvertors.Extensions;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Auth;

internal static class FeeJson
{
    /// <summary>A signed fee as the node sends it.</summary>
    public static JsonObject ToJson(this ProviderFeeData fee) => new()
    {
        ["providerFeeAddress"] = fee.Address,
        ["providerFeeToken"] = fee.Token,
        ["providerFeeAmount"] = fee.Amount.ToString(CultureInfo.InvariantCulture),
        ["providerData"] = fee.Data.ToHex(prefix: true),
        ["v"] = (int)fee.V,
        ["r"] = fee.R.ToHex(prefix: true),
        ["s"] = fee.S.ToHex(prefix: true),
        ["validUntil"] = (long)fee.ValidUntil,
    };
}
