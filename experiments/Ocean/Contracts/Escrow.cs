using System.Numerics;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;

namespace Survey.Experiments.Ocean.Contracts;

[Function("deposit")]
internal sealed class DepositFunction : FunctionMessage
{
    [Parameter("address", "token", 1)]
    public string Token { get; set; } = "";

    [Parameter("uint256", "amount", 2)]
    public BigInteger Amount { get; set; }
}

[Function("withdraw")]
internal sealed class WithdrawFunction : FunctionMessage
{
    [Parameter("address[]", "token", 1)]
    public List<string> Tokens { get; set; } = [];

    [Parameter("uint256[]", "amount", 2)]
    public List<BigInteger> Amounts { get; set; } = [];
}

[Function("authorize")]
internal sealed class AuthorizeFunction : FunctionMessage
{
    [Parameter("address", "token", 1)]
    public string Token { get; set; } = "";

    [Parameter("address", "payee", 2)]
    public string Payee { get; set; } = "";

    [Parameter("uint256", "maxLockedAmount", 3)]
    public BigInteger MaxLockedAmount { get; set; }

    [Parameter("uint256", "maxLockSeconds", 4)]
    public BigInteger MaxLockSeconds { get; set; }

    [Parameter("uint256", "maxLockCounts", 5)]
    public BigInteger MaxLockCounts { get; set; }
}

[Function("createLock")]
internal sealed class CreateLockFunction : FunctionMessage
{
    [Parameter("uint256", "jobId", 1)]
    public BigInteger JobId { get; set; }

    [Parameter("address", "token", 2)]
    public string Token { get; set; } = "";

    [Parameter("address", "payer", 3)]
    public string Payer { get; set; } = "";

    [Parameter("uint256", "amount", 4)]
    public BigInteger Amount { get; set; }

    [Parameter("uint256", "expiry", 5)]
    public BigInteger Expiry { get; set; }
}

[Function("claimLocksAndWithdraw")]
internal sealed class ClaimLocksFunction : FunctionMessage
{
    [Parameter("uint256[]", "jobId", 1)]
    public List<BigInteger> JobIds { get; set; } = [];

    [Parameter("address[]", "token", 2)]
    public List<string> Tokens { get; set; } = [];

    [Parameter("address[]", "payer", 3)]
    public List<string> Payers { get; set; } = [];

    [Parameter("uint256[]", "amount", 4)]
    public List<BigInteger> Amounts { get; set; } = [];

    [Parameter("bytes[]", "proof", 5)]
    public List<byte[]> Proofs { get; set; } = [];
}

[Function("cancelExpiredLock")]
internal sealed class CancelExpiredLockFunction : FunctionMessage
{
    [Parameter("uint256", "jobId", 1)]
    public BigInteger JobId { get; set; }

    [Parameter("address", "token", 2)]
    public string Token { get; set; } = "";

    [Parameter("address", "payer", 3)]
    public string Payer { get; set; } = "";

    [Parameter("address", "payee", 4)]
    public string Payee { get; set; } = "";
}

[Function("getUserFunds")]
internal sealed class GetUserFundsFunction : FunctionMessage
{
    [Parameter("address", "payer", 1)]
    public string Payer { get; set; } = "";

    [Parameter("address", "token", 2)]
    public string Token { get; set; } = "";
}

[FunctionOutput]
internal sealed class FundsOutput : IFunctionOutputDTO
{
    [Parameter("uint256", "available", 1)]
    public BigInteger Available { get; set; }

    [Parameter("uint256", "locked", 2)]
    public BigInteger Locked { get; set; }
}

[Function("getAuthorizations")]
internal sealed class GetAuthorizationsFunction : FunctionMessage
{
    [Parameter("address", "token", 1)]
    public string Token { get; set; } = "";

    [Parameter("address", "payer", 2)]
    public string Payer { get; set; } = "";

    [Parameter("address", "payee", 3)]
    public string Payee { get; set; } = "";
}

[FunctionOutput]
internal sealed class AuthorizationsOutput : IFunctionOutputDTO
{
    [Parameter("tuple[]", "", 1)]
    public List<EscrowAuthorization> Authorizations { get; set; } = [];
}

/// <summary>What a payer lets a payee lock.</summary>
internal sealed class EscrowAuthorization
{
    [Parameter("address", "payee", 1)]
    public string Payee { get; set; } = "";

    [Parameter("uint256", "maxLockedAmount", 2)]
    public BigInteger MaxLockedAmount { get; set; }

    [Parameter("uint256", "currentLockedAmount", 3)]
    public BigInteger CurrentLockedAmount { get; set; }

    [Parameter("uint256", "maxLockSeconds", 4)]
    public BigInteger MaxLockSeconds { get; set; }

    [Parameter("uint256", "maxLockCounts", 5)]
    public BigInteger MaxLockCounts { get; set; }

    [Parameter("uint256", "currentLocks", 6)]
    public BigInteger CurrentLocks { get; set; }
}

[Function("getLocks")]
internal sealed class GetLocksFunction : FunctionMessage
{
    [Parameter("address", "token", 1)]
    public string Token { get; set; } = "";

    [Parameter("address", "payer", 2)]
    public string Payer { get; set; } = "";

    [Parameter("address", "payee", 3)]
    public string Payee { get; set; } = "";
}

[FunctionOutput]
internal sealed class LocksOutput : IFunctionOutputDTO
{
    [Parameter("tuple[]", "", 1)]
    public List<EscrowLock> Locks { get; set; } = [];
}

internal sealed class EscrowLock
{
    [Parameter("uint256", "jobId", 1)]
    public BigInteger JobId { get; set; }

    [Parameter("address", "payer", 2)]
    public string Payer { get; set; } = "";

    [Parameter("uint256", "amount", 3)]
    public BigInteger Amount { get; set; }

    [Parameter("uint256", "expiry", 4)]
    public BigInteger Expiry { get; set; }

    [Parameter("address", "token", 5)]
    public string Token { get; set; } = "";
}
