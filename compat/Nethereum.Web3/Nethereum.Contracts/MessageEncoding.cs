using System.Collections.Concurrent;
using System.Numerics;
using System.Reflection;
using Nethereum.ABI;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts.CQS;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Hex.HexTypes;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Util;

namespace Nethereum.Contracts;

/// <summary>Typed messages as call data: the first four bytes of the signature's hash, then the arguments.</summary>
internal static class MessageEncoding
{
    private static readonly ConcurrentDictionary<Type, byte[]> Hashes = new();

    /// <summary>The hash of "name(type,...)" of a function message or event.</summary>
    public static byte[] SignatureHash(Type type) => Hashes.GetOrAdd(type, static owner =>
    {
        var name = owner.GetCustomAttribute<FunctionAttribute>()?.Name ?? owner.GetCustomAttribute<EventAttribute>()?.Name
            ?? throw new NotSupportedException($"{owner.Name} has neither [Function] nor [Event].");
        return Sha3Keccack.Current.CalculateHash(name + AbiType.TupleOf(owner).Name).HexToByteArray();
    });

    public static TransactionInput ForFunction(ContractMessageBase message, string contractAddress) =>
        Create(message, contractAddress, [.. SignatureHash(message.GetType())[..4], .. AbiEncoder.EncodeArguments(message)]);

    public static TransactionInput ForDeployment(ContractDeploymentMessage message) =>
        Create(message, null, [.. message.ByteCode.HexToByteArray(), .. AbiEncoder.EncodeArguments(message)]);

    private static TransactionInput Create(ContractMessageBase message, string? to, byte[] data) => new()
    {
        From = message.FromAddress!,
        To = to!,
        Data = data.ToHex(prefix: true),
        Value = new HexBigInteger(message.AmountToSend),
        Gas = Number(message.Gas)!,
        GasPrice = Number(message.GasPrice)!,
        Nonce = Number(message.Nonce)!,
        MaxFeePerGas = Number(message.MaxFeePerGas)!,
        MaxPriorityFeePerGas = Number(message.MaxPriorityFeePerGas)!,
    };

    private static HexBigInteger? Number(BigInteger? value) => value is { } number ? new HexBigInteger(number) : null;
}
