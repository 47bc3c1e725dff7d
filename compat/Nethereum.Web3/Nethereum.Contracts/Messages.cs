using System.Numerics;
using Nethereum.Contracts.CQS;

#pragma warning disable IDE0130 // Two upstream namespaces on one page.

namespace Nethereum.Contracts.CQS
{
    /// <summary>What every message to a contract may carry besides its parameters.</summary>
    public abstract class ContractMessageBase
    {
        public virtual BigInteger AmountToSend { get; set; }

        public virtual BigInteger? Gas { get; set; }

        public virtual BigInteger? GasPrice { get; set; }

        public virtual string? FromAddress { get; set; }

        public virtual BigInteger? Nonce { get; set; }

        public virtual BigInteger? MaxFeePerGas { get; set; }

        public virtual BigInteger? MaxPriorityFeePerGas { get; set; }
    }
}

namespace Nethereum.Contracts
{
    public class FunctionMessage : ContractMessageBase;

    public class ContractDeploymentMessage(string byteCode) : ContractMessageBase
    {
        public string ByteCode { get; set; } = byteCode;
    }
}
