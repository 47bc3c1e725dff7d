using Nethereum.ABI;
using Nethereum.ABI.FunctionEncoding;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.JsonRpc.Client;

namespace Nethereum.Contracts;

/// <summary>A node's error with revert data, told as the contract's own words.</summary>
internal static class Reverts
{
    private const string ErrorSelector = "0x08c379a0"; // Error(string)

    public static async Task<T> ExplainAsync<T>(Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (RpcResponseException exception) when (exception.RpcError.Data?.ToString() is { } data && data.StartsWith("0x", StringComparison.Ordinal) && data.Length >= 10)
        {
            if (!data.StartsWith(ErrorSelector, StringComparison.Ordinal))
                throw new SmartContractCustomErrorRevertException(data);
            var bytes = data.HexToByteArray();
            var text = (string)AbiDecoder.Decode(AbiType.Parse("string", null), typeof(string), bytes.AsSpan(4), 32);
            throw new SmartContractRevertException(text, data, exception);
        }
    }
}
