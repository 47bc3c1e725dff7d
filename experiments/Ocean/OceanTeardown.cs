using System.Globalization;
using System.Numerics;
using Nethereum.Contracts;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Node;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean;

/// <summary>Teardown: jobs stopped and settled, escrow emptied and authorization zero, assets revoked; each proved by what node and chain say.</summary>
internal sealed class OceanTeardown(OceanContext context)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    private readonly MoneyTrail trail = new(context);
    private readonly JobDesk jobs = new(context);

    public async Task<TeardownProof> RunAsync(IReadOnlyList<Resource> resources, CancellationToken cancellationToken)
    {
        var proofs = new List<ResourceProof>();
        foreach (var resource in resources.Reverse())
        {
            try
            {
                proofs.Add(await TearDownAsync(resource, cancellationToken));
            }
            catch (NetworkException exception)
            {
                proofs.Add(new ResourceProof(resource, ResourceFate.Residue, exception.Message));
            }
        }
        return new TeardownProof(proofs, trail.Payments);
    }

    private Task<ResourceProof> TearDownAsync(Resource resource, CancellationToken cancellationToken) => resource.Kind switch
    {
        OceanResources.ComputeJob => EndJobAsync(resource, cancellationToken),
        OceanResources.EscrowDeposit => CloseEscrowAsync(resource, cancellationToken),
        OceanResources.DataNft => new AssetRetirement(context, new AssetPublisher(context, trail), trail).RetireAsync(resource, cancellationToken),
        _ => Task.FromResult(new ResourceProof(resource, ResourceFate.Residue, $"The ocean driver knows no resource of the kind '{resource.Kind}'.")),
    };

    private async Task<ResourceProof> EndJobAsync(Resource resource, CancellationToken cancellationToken)
    {
        var fullId = resource.Id;
        if (fullId is null)
        {
            if (await jobs.FindAsync(resource.Properties["run"], resource.Properties["attempt"], cancellationToken) is not { } found)
                return new ResourceProof(resource, ResourceFate.Gone, "The node knows no job with this mark: its start never reached it.");
            fullId = $"{resource.Properties["cluster"]}-{found.BareId}";
        }
        if (await context.Client.FindJobAsync(fullId, cancellationToken) is null)
            return new ResourceProof(resource, ResourceFate.Gone, $"The node no longer knows job {fullId}.");
        var job = await jobs.StopAsync(fullId, StopPatience, cancellationToken);
        return new ResourceProof(
            resource with { Id = fullId }, ResourceFate.Remains,
            string.Create(CultureInfo.InvariantCulture, $"The node says that job {job.BareId} is over (state {job.Status}); its record and results stay, the node has no call to delete them."));
    }

    private async Task<ResourceProof> CloseEscrowAsync(Resource resource, CancellationToken cancellationToken)
    {
        var quote = OceanResources.QuoteOf(resource);
        var desk = new EscrowDesk(context, trail);
        if (resource.Id is null && !await WasDepositedAsync(resource, quote))
        {
            await desk.CloseAsync(quote, 0, cancellationToken);
            return new ResourceProof(resource, ResourceFate.Gone, "The deposit never reached the chain, and nothing is authorized.");
        }
        var job = await SettledJobAsync(resource, cancellationToken);
        var claimed = job is null ? 0 : await ClaimedAsync(job, cancellationToken);
        if (job is not null && await LockOfAsync(desk, quote, job) is { } locked)
            return await ReleaseAsync(resource, desk, quote, locked, cancellationToken);
        await desk.CloseAsync(quote, quote.Amount - claimed, cancellationToken);
        var (funds, authorization) = (await desk.FundsAsync(quote.Token), await desk.AuthorizationAsync(quote.Payee, quote.Token));
        var isZero = authorization is null or { MaxLockedAmount.IsZero: true, MaxLockCounts.IsZero: true };
        var evidence = $"The chain says: {context.Token.ToMoney(funds.Available)} free and {context.Token.ToMoney(funds.Locked)} locked in the escrow, authorization of {quote.Payee} {(isZero ? "zero" : "not zero")}.";
        return new ResourceProof(resource, isZero ? ResourceFate.Gone : ResourceFate.Residue, evidence);
    }

    // A job whose lock the node has not claimed holds money until it does, or until the lock expires.
    private async Task<ResourceProof> ReleaseAsync(Resource resource, EscrowDesk desk, EscrowQuote quote, EscrowLock locked, CancellationToken cancellationToken)
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds((long)locked.Expiry);
        if (expires > context.Time.GetUtcNow())
        {
            return new ResourceProof(
                resource, ResourceFate.Residue,
                $"{context.Token.ToMoney(locked.Amount)} stay locked until the node claims, at the latest until {expires:u}: run Sweep later, after that time it can free them itself.");
        }
        await desk.CancelAsync(locked, quote.Payee, cancellationToken);
        await desk.CloseAsync(quote, quote.Amount, cancellationToken);
        return new ResourceProof(resource, ResourceFate.Gone, $"The lock expired at {expires:u} and was cancelled; the whole deposit came back.");
    }

    private async Task<NodeJob?> SettledJobAsync(Resource resource, CancellationToken cancellationToken)
    {
        if (await jobs.FindAsync(resource.Properties["run"], resource.Properties["attempt"], cancellationToken) is not { } found)
            return null;
        var started = context.Time.GetTimestamp();
        while (!found.IsSettled && context.Time.GetElapsedTime(started) < context.Settings.Settlement)
        {
            await Task.Delay(context.Settings.Poll, context.Time, cancellationToken);
            found = await jobs.FindAsync(resource.Properties["run"], resource.Properties["attempt"], cancellationToken) ?? found;
        }
        await trail.AddAsync(found.ClaimTransaction, "claim", cancellationToken);
        return found;
    }

    private async Task<BigInteger> ClaimedAsync(NodeJob job, CancellationToken cancellationToken)
    {
        if (job.ClaimTransaction is not { } hash)
            return 0;
        var receipt = (await context.Chain.WaitAsync(hash, "claim", cancellationToken)).Receipt;
        return receipt.DecodeAllEvents<ClaimedEvent>().Where(claim => claim.Event.JobId == JobNumber(job)).Aggregate(BigInteger.Zero, (sum, claim) => sum + claim.Event.Amount);
    }

    private static async Task<EscrowLock?> LockOfAsync(EscrowDesk desk, EscrowQuote quote, NodeJob job) =>
        (await desk.LocksAsync(quote.Payee, quote.Token)).FirstOrDefault(entry => entry.JobId == JobNumber(job));

    private async Task<bool> WasDepositedAsync(Resource resource, EscrowQuote quote)
    {
        var from = long.Parse(resource.Properties["fromBlock"], CultureInfo.InvariantCulture);
        var logs = await context.Chain.GetLogsAsync(from, await context.Chain.GetBlockNumberAsync(), context.Addresses.Escrow);
        return logs.DecodeAllEvents<DepositEvent>().Any(deposit => deposit.Event.Payer == context.Consumer.Address && deposit.Event.Amount == quote.Amount);
    }

    private static BigInteger JobNumber(NodeJob job) =>
        BigInteger.Parse("0" + job.JobIdHash.Replace("0x", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
