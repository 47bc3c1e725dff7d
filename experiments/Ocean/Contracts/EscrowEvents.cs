using System.Numerics;
using Nethereum.ABI.FunctionEncoding.Attributes;

namespace Survey.Experiments.Ocean.Contracts;

[Event("Deposit")]
internal sealed class DepositEvent : IEventDTO
{
    [Parameter("address", "payer", 1, true)]
    public string Payer { get; set; } = "";

    [Parameter("address", "token", 2, false)]
    public string Token { get; set; } = "";

    [Parameter("uint256", "amount", 3, false)]
    public BigInteger Amount { get; set; }
}

[Event("Withdraw")]
internal sealed class WithdrawEvent : IEventDTO
{
    [Parameter("address", "payer", 1, true)]
    public string Payer { get; set; } = "";

    [Parameter("address", "token", 2, false)]
    public string Token { get; set; } = "";

    [Parameter("uint256", "amount", 3, false)]
    public BigInteger Amount { get; set; }
}

[Event("Auth")]
internal sealed class AuthorizationEvent : IEventDTO
{
    [Parameter("address", "payer", 1, true)]
    public string Payer { get; set; } = "";

    [Parameter("address", "payee", 2, true)]
    public string Payee { get; set; } = "";

    [Parameter("uint256", "maxLockedAmount", 3, false)]
    public BigInteger MaxLockedAmount { get; set; }

    [Parameter("uint256", "maxLockSeconds", 4, false)]
    public BigInteger MaxLockSeconds { get; set; }

    [Parameter("uint256", "maxLockCounts", 5, false)]
    public BigInteger MaxLockCounts { get; set; }
}

[Event("Lock")]
internal sealed class LockEvent : IEventDTO
{
    [Parameter("address", "payer", 1, false)]
    public string Payer { get; set; } = "";

    [Parameter("address", "payee", 2, false)]
    public string Payee { get; set; } = "";

    [Parameter("uint256", "jobId", 3, false)]
    public BigInteger JobId { get; set; }

    [Parameter("uint256", "amount", 4, false)]
    public BigInteger Amount { get; set; }

    [Parameter("uint256", "expiry", 5, false)]
    public BigInteger Expiry { get; set; }

    [Parameter("address", "token", 6, false)]
    public string Token { get; set; } = "";
}

[Event("Claimed")]
internal sealed class ClaimedEvent : IEventDTO
{
    [Parameter("address", "payee", 1, true)]
    public string Payee { get; set; } = "";

    [Parameter("uint256", "jobId", 2, false)]
    public BigInteger JobId { get; set; }

    [Parameter("address", "token", 3, false)]
    public string Token { get; set; } = "";

    [Parameter("address", "payer", 4, true)]
    public string Payer { get; set; } = "";

    [Parameter("uint256", "amount", 5, false)]
    public BigInteger Amount { get; set; }

    [Parameter("bytes", "proof", 6, false)]
    public byte[] Proof { get; set; } = [];
}

[Event("Canceled")]
internal sealed class CanceledEvent : IEventDTO
{
    [Parameter("address", "payee", 1, true)]
    public string Payee { get; set; } = "";

    [Parameter("uint256", "jobId", 2, false)]
    public BigInteger JobId { get; set; }

    [Parameter("address", "token", 3, false)]
    public string Token { get; set; } = "";

    [Parameter("address", "payer", 4, true)]
    public string Payer { get; set; } = "";

    [Parameter("uint256", "amount", 5, false)]
    public BigInteger Amount { get; set; }
}
