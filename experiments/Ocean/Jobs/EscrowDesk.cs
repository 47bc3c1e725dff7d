using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>What the escrow must hold for a job, as the node quotes it.</summary>
internal sealed record EscrowQuote(string Payee, string Token, BigInteger Amount, long LockSeconds)
{
    public static EscrowQuote Read(JsonObject payment) => new(
        (string?)payment["payee"] ?? "",
        (string?)payment["token"] ?? "",
        BigInteger.Parse((string?)payment["amount"] ?? "", NumberStyles.None, CultureInfo.InvariantCulture),
        (long?)payment["minLockSeconds"] ?? 0);
}

/// <summary>
/// The payer's side of the escrow, with exact amounts: the deposit of one job, an authorization only while that job starts, and back what
/// was not claimed. Deposits of one account share one balance, so each job takes out only what is its own.
/// </summary>
internal sealed class EscrowDesk(OceanContext context, MoneyTrail trail)
{
    private static readonly KeyedLocks Authorizations = new();

    private string Escrow => context.Addresses.Escrow;

    /// <summary>
    /// Deposits the amount of a job and lets the node lock it once, only while <paramref name="start"/> runs. The deposit is inside the
    /// same lock, so that what lies free in the escrow is always the rest of a settled job.
    /// </summary>
    public async Task<T> WithDepositAsync<T>(EscrowQuote quote, Func<string, Task<T>> start, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(quote.Payee, cancellationToken);
        trail.Add(await context.Chain.SendAsync(context.Consumer, quote.Token, new ApproveFunction { Spender = Escrow, Amount = quote.Amount }, "approve escrow", cancellationToken));
        var deposit = trail.Add(await context.Chain.SendAsync(context.Consumer, Escrow, new DepositFunction { Token = quote.Token, Amount = quote.Amount }, "deposit", cancellationToken));
        var now = await AuthorizationAsync(quote.Payee, quote.Token);
        await AuthorizeAsync(
            quote, (now?.CurrentLockedAmount ?? 0) + quote.Amount, quote.LockSeconds, (now?.CurrentLocks ?? 0) + 1, "authorize node", cancellationToken);
        try
        {
            return await start(deposit.Hash);
        }
        finally
        {
            // Also when the start failed or was interrupted: nothing may stay authorized.
            await AuthorizeAsync(quote, 0, 0, 0, "end authorization", CancellationToken.None);
        }
    }

    /// <summary>What the node may lock now; null when nothing was ever authorized.</summary>
    public async Task<EscrowAuthorization?> AuthorizationAsync(string payee, string token) => (await context.Chain.ReadAsync<GetAuthorizationsFunction, AuthorizationsOutput>(
        Escrow, new() { Token = token, Payer = context.Consumer.Address, Payee = payee })).Authorizations.FirstOrDefault();

    /// <summary>The locks that the node holds now.</summary>
    public async Task<IReadOnlyList<EscrowLock>> LocksAsync(string payee, string token) => (await context.Chain.ReadAsync<GetLocksFunction, LocksOutput>(
        Escrow, new() { Token = token, Payer = context.Consumer.Address, Payee = payee })).Locks;

    public Task<FundsOutput> FundsAsync(string token) => context.Chain.ReadAsync<GetUserFundsFunction, FundsOutput>(Escrow, new() { Payer = context.Consumer.Address, Token = token });

    /// <summary>Ends what an interrupted program left: the node's authorization to lock, and the escrow's allowance to take tokens for a deposit.</summary>
    public async Task EndAuthorizationAsync(EscrowQuote quote, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(quote.Payee, cancellationToken);
        if (await AuthorizationAsync(quote.Payee, quote.Token) is { MaxLockCounts.IsZero: false } or { MaxLockedAmount.IsZero: false })
            await AuthorizeAsync(quote, 0, 0, 0, "end authorization", cancellationToken);
        var allowance = await context.Chain.QueryAsync<AllowanceFunction, BigInteger>(quote.Token, new() { Owner = context.Consumer.Address, Spender = Escrow });
        if (!allowance.IsZero)
            trail.Add(await context.Chain.SendAsync(context.Consumer, quote.Token, new ApproveFunction { Spender = Escrow, Amount = 0 }, "end allowance of escrow", cancellationToken));
    }

    /// <summary>Whether the node may lock something now, outside of a start that is under way in this program.</summary>
    public async Task<bool> IsAuthorizedAsync(EscrowQuote quote, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(quote.Payee, cancellationToken);
        return await AuthorizationAsync(quote.Payee, quote.Token) is { MaxLockCounts.IsZero: false } or { MaxLockedAmount.IsZero: false };
    }

    /// <summary>Takes back what is free of one job's deposit.</summary>
    public async Task<BigInteger> WithdrawAsync(EscrowQuote quote, BigInteger own, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(quote.Payee, cancellationToken);
        var amount = BigInteger.Min(own, (await FundsAsync(quote.Token)).Available);
        if (amount > 0)
            trail.Add(await context.Chain.SendAsync(context.Consumer, Escrow, new WithdrawFunction { Tokens = [quote.Token], Amounts = [amount] }, "withdraw", cancellationToken));
        return amount;
    }

    /// <summary>Frees a lock whose time is over; anybody may.</summary>
    public async Task CancelAsync(EscrowLock expired, string payee, CancellationToken cancellationToken) => trail.Add(await context.Chain.SendAsync(
        context.Consumer, Escrow, new CancelExpiredLockFunction { JobId = expired.JobId, Token = expired.Token, Payer = expired.Payer, Payee = payee }, "cancel expired lock", cancellationToken));

    private Task<IDisposable> EnterAsync(string payee, CancellationToken cancellationToken) =>
        Authorizations.EnterAsync($"{Escrow} {context.Consumer.Address} {payee}", cancellationToken);

    private async Task AuthorizeAsync(EscrowQuote quote, BigInteger amount, BigInteger seconds, BigInteger count, string what, CancellationToken cancellationToken) =>
        trail.Add(await context.Chain.SendAsync(
            context.Consumer, Escrow,
            new AuthorizeFunction { Token = quote.Token, Payee = quote.Payee, MaxLockedAmount = amount, MaxLockSeconds = seconds, MaxLockCounts = count }, what, cancellationToken));
}
