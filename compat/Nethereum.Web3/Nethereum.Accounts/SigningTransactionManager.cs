using System.Numerics;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.TransactionManagers;
using Nethereum.Signer;

namespace Nethereum.Web3.Accounts;

/// <summary>Fills in what a transaction lacks, signs it here and sends it raw.</summary>
internal sealed class SigningTransactionManager(EthECKey key, string address, BigInteger? chainId) : ITransactionManager
{
    private static readonly BigInteger OneGwei = 1_000_000_000;

    private BigInteger? knownChainId = chainId;

    public IClient Client { get; set; } = null!; // Web3 sets it, as upstream does.

    public Task<HexBigInteger> EstimateGasAsync(CallInput callInput)
    {
        callInput.From ??= address;
        return Client.SendRequestAsync<HexBigInteger>("eth_estimateGas", null, callInput);
    }

    public async Task<string> SendTransactionAsync(TransactionInput transactionInput)
    {
        var gas = transactionInput.Gas ?? await EstimateGasAsync(transactionInput);
        var nonce = transactionInput.Nonce ?? await Client.SendRequestAsync<HexBigInteger>("eth_getTransactionCount", null, address, "pending");
        var signed = await SignAsync(transactionInput, gas.Value, nonce.Value);
        return await Client.SendRequestAsync<string>("eth_sendRawTransaction", null, signed);
    }

    private async Task<string> SignAsync(TransactionInput transaction, BigInteger gas, BigInteger nonce)
    {
        knownChainId ??= (await Client.SendRequestAsync<HexBigInteger>("eth_chainId")).Value;
        var data = string.IsNullOrEmpty(transaction.Data) ? [] : transaction.Data.HexToByteArray();
        var envelope = new TransactionEnvelope(knownChainId.Value, nonce, gas, transaction.To, transaction.Value?.Value ?? 0, data);
        if (transaction.GasPrice is { } gasPrice)
            return envelope.SignLegacy(key, gasPrice.Value);
        var maxFee = transaction.MaxFeePerGas?.Value ?? (await Client.SendRequestAsync<HexBigInteger>("eth_gasPrice")).Value * 2;
        var priorityFee = transaction.MaxPriorityFeePerGas?.Value ?? BigInteger.Min(OneGwei, maxFee);
        return envelope.Sign1559(key, priorityFee, maxFee);
    }
}
