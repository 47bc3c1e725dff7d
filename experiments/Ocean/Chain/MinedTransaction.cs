using System.Numerics;
using Nethereum.RPC.Eth.DTOs;

namespace Survey.Experiments.Ocean.Chain;

/// <summary>A transaction that is in a block and succeeded.</summary>
/// <param name="What">What it was for, in a few words.</param>
/// <param name="Receipt">The chain's receipt.</param>
internal sealed record MinedTransaction(string What, TransactionReceipt Receipt)
{
    public string Hash => Receipt.TransactionHash;

    /// <summary>What its sender paid for it, in wei of the chain's own coin.</summary>
    public BigInteger GasCost => Receipt.GasUsed.Value * Receipt.EffectiveGasPrice.Value;
}
