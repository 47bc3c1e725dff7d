using System.Globalization;
using System.Numerics;
using System.Text;
using Survey.Devnets.Ocean.Auth;
using Survey.Devnets.Ocean.Http;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>The node's side of the escrow: it locks what a job may cost and claims what it did cost.</summary>
internal sealed class EscrowAccount(EthereumChain chain, OceanAddresses addresses, NodeKey key, EnvironmentConfig config, Func<IReadOnlyList<ComputeJob>> jobs)
{
    /// <summary>Checks that the payer has deposited and authorized enough.</summary>
    /// <exception cref="Refusal">Not enough.</exception>
    public async Task DemandAsync(string payer, BigInteger amount, long lockSeconds)
    {
        var funds = await chain.ReadAsync<GetUserFundsFunction, FundsOutput>(addresses.Escrow, new() { Payer = payer, Token = addresses.Ocean });
        if (funds.Available < amount)
            throw new Refusal(400, $"User {payer} does not have enough funds");
        var found = (await chain.ReadAsync<GetAuthorizationsFunction, AuthorizationsOutput>(
            addresses.Escrow, new() { Token = addresses.Ocean, Payer = payer, Payee = key.Address })).Authorizations;
        if (found.Count == 0)
        {
            throw new Refusal(400, string.Create(
                CultureInfo.InvariantCulture,
                $"No escrow auths found for: chain={addresses.ChainId}, token={addresses.Ocean}, payer={payer}, nodeAddress={key.Address}. Found 0 authorizations."));
        }
        var authorization = found[0];
        if (authorization.MaxLockSeconds < lockSeconds)
            throw new Refusal(400, "No valid escrow auths found(maxLockSeconds too low)");
        if (authorization.MaxLockedAmount < authorization.CurrentLockedAmount + amount)
            throw new Refusal(400, "No valid escrow auths found(maxLockedAmount too low)");
        if (authorization.MaxLockCounts <= authorization.CurrentLocks)
            throw new Refusal(400, "No valid escrow auths found(maxLockCounts too low)");
    }

    /// <summary>Locks the amount for a job.</summary>
    public async Task<string> LockAsync(ComputeJob job, string payer, BigInteger amount, long lockSeconds, CancellationToken cancellationToken)
    {
        try
        {
            return (await chain.SendAsync(
                key.Wallet, addresses.Escrow,
                new CreateLockFunction { JobId = Number(job), Token = addresses.Ocean, Payer = payer, Amount = amount, Expiry = lockSeconds },
                "lock", cancellationToken)).Hash;
        }
        catch (NetworkException exception)
        {
            throw new Refusal(500, exception.Message);
        }
    }

    /// <summary>Claims for all jobs that are over, in one transaction, and marks them settled.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var over = jobs().Where(job => job is { IsRunning: false, Status: not JobStatus.Finished }).ToList();
        var owed = over.Where(job => job.Payment is { ClaimTransaction: null }).ToList();
        if (owed.Count > 0)
        {
            var bills = owed.ToDictionary(job => job, job => Pricing.Bill(config, job));
            var claim = await chain.SendAsync(key.Wallet, addresses.Escrow, Claim(bills), "claim", cancellationToken);
            foreach (var (job, bill) in bills)
                job.Payment = job.Payment! with { ClaimTransaction = claim.Hash, Cost = bill };
        }
        foreach (var job in over.Where(job => job.Status == JobStatus.Settling))
            job.Status = JobStatus.Finished;
    }

    private ClaimLocksFunction Claim(Dictionary<ComputeJob, decimal> bills) => new()
    {
        JobIds = [.. bills.Keys.Select(Number)],
        Tokens = [.. bills.Keys.Select(job => job.Payment!.Token)],
        Payers = [.. bills.Keys.Select(job => job.Request.Owner)],
        Amounts = [.. bills.Values.Select(Pricing.ToWei)],
        // The whole record of the job becomes public on the chain; the real node does the same.
        Proofs = [.. bills.Keys.Select(job => Encoding.UTF8.GetBytes(CanonicalJson.Write(JobJson.Status(job, addresses.ChainId, withResults: false))))],
    };

    private static BigInteger Number(ComputeJob job) => BigInteger.Parse("0" + job.IdHash[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
