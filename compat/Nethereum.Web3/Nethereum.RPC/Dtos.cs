using Nethereum.Hex.HexTypes;

namespace Nethereum.RPC.Eth.DTOs;

#nullable disable warnings // Upstream's types are oblivious to null: a receipt has what the chain's node sent.

public class TransactionReceipt
{
    public string TransactionHash { get; set; }

    public HexBigInteger BlockNumber { get; set; }

    public string From { get; set; }

    public string To { get; set; }

    public HexBigInteger GasUsed { get; set; }

    public HexBigInteger EffectiveGasPrice { get; set; }

    public string ContractAddress { get; set; }

    public HexBigInteger Status { get; set; }

    public FilterLog[] Logs { get; set; }
}

public class FilterLog
{
    public HexBigInteger LogIndex { get; set; }

    public string TransactionHash { get; set; }

    public HexBigInteger BlockNumber { get; set; }

    public string Address { get; set; }

    public string Data { get; set; }

    public object[] Topics { get; set; }
}

public class NewFilterInput
{
    public BlockParameter FromBlock { get; set; }

    public BlockParameter ToBlock { get; set; }

    public string[] Address { get; set; }
}

public class CallInput
{
    public string From { get; set; }

    public string To { get; set; }

    public HexBigInteger Gas { get; set; }

    public HexBigInteger GasPrice { get; set; }

    public HexBigInteger Value { get; set; }

    public string Data { get; set; }

    public HexBigInteger MaxFeePerGas { get; set; }

    public HexBigInteger MaxPriorityFeePerGas { get; set; }
}

public class TransactionInput : CallInput
{
    public HexBigInteger Nonce { get; set; }
}
