using System.Globalization;
using System.Numerics;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Node;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean;

/// <summary>Teardown: jobs stopped and settled, escrow emptied and authorization zero, assets revoked; each proved by what node and chain say.</summary>
internal sealed class OceanTeardown
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(2);

    private readonly OceanContext context;
    private readonly MoneyTrail trail;
    private readonly IReadOnlyList<Resource> resources;
    private readonly JobDesk jobs;
    private readonly EscrowDesk desk;
    private readonly DepositBook deposits;

    public OceanTeardown(OceanContext context, MoneyTrail trail, IReadOnlyList<Resource> resources)
    {
        (this.context, this.trail, this.resources) = (context, trail, resources);
        jobs = new JobDesk(context);
        desk = new EscrowDesk(context, trail);
        deposits = new DepositBook(context, desk);
    }

    public async Task<TeardownProof> RunAsync(CancellationToken cancellationToken)
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
        return new TeardownProof(proofs, trail.Take());
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
            // First, so that a start that is still under way on the node finds nothing to lock.
            if (resources.FirstOrDefault(entry => entry.Kind == OceanResources.EscrowDeposit && entry.Name == resource.Name) is { } deposit)
                await desk.EndAuthorizationAsync(OceanResources.QuoteOf(deposit), cancellationToken);
            if (await jobs.FindAsync(OceanResources.OwnerOf(resource, context), resource.Properties["run"], resource.Properties["attempt"], cancellationToken) is not { } found)
                return new ResourceProof(resource, ResourceFate.Gone, "The node knows no job with this mark: its start never reached it.");
            fullId = $"{resource.Properties["cluster"]}-{found.BareId}";
        }
        if (await context.Client.FindJobAsync(fullId, cancellationToken) is null)
            return new ResourceProof(resource, ResourceFate.Gone, $"The node no longer knows job {fullId}.");
        var job = await StopAsync(resource, fullId, cancellationToken);
        return new ResourceProof(
            resource with { Id = fullId }, ResourceFate.Remains,
            string.Create(CultureInfo.InvariantCulture, $"The node says that job {job.BareId} is over (state {job.Status}); its record and results stay, the node has no call to delete them."));
    }

    // The job of an account whose key is gone, of a probe that was interrupted, cannot be stopped; it ends by itself at its time limit.
    private Task<NodeJob> StopAsync(Resource resource, string fullId, CancellationToken cancellationToken) =>
        OceanResources.OwnerOf(resource, context) == context.Consumer.Address
            ? jobs.StopAsync(context.ConsumerAccount, fullId, StopPatience, cancellationToken)
            : jobs.WaitAsync(fullId, job => job.IsOver, StopPatience, _ => { }, cancellationToken);

    private async Task<ResourceProof> CloseEscrowAsync(Resource resource, CancellationToken cancellationToken)
    {
        var quote = OceanResources.QuoteOf(resource);
        await desk.EndAuthorizationAsync(quote, cancellationToken);
        if (!await deposits.WasMadeAsync(resource, cancellationToken))
            return new ResourceProof(resource, ResourceFate.Gone, "The deposit never reached the chain, and nothing is authorized.");
        var (number, silence) = await SettleAsync(resource, cancellationToken);
        if (number is null && silence is not null)
            return new ResourceProof(resource, ResourceFate.Residue, $"Whether a job holds this deposit cannot be told: {silence}");
        if (await deposits.FindLockAsync(quote, number) is { } locked)
            return await ReleaseAsync(resource, quote, locked, cancellationToken);
        var withdrawn = await desk.WithdrawAsync(quote, quote.Amount - await deposits.ClaimedAsync(resource, number), cancellationToken);
        var isAuthorized = await desk.IsAuthorizedAsync(quote, cancellationToken);
        var funds = await desk.FundsAsync(quote.Token);
        var evidence = $"{context.Token.ToMoney(withdrawn)} of the deposit came back. The chain says: no lock of this job, authorization of {quote.Payee} {(isAuthorized ? "not zero" : "zero")}, "
            + $"{context.Token.ToMoney(funds.Available)} free and {context.Token.ToMoney(funds.Locked)} locked in the escrow for this account.";
        return new ResourceProof(resource, isAuthorized ? ResourceFate.Residue : ResourceFate.Gone, evidence);
    }

    // A job whose lock the node has not claimed holds money until it does, or until the lock expires.
    private async Task<ResourceProof> ReleaseAsync(Resource resource, EscrowQuote quote, EscrowLock locked, CancellationToken cancellationToken)
    {
        var expires = DateTimeOffset.FromUnixTimeSeconds((long)locked.Expiry);
        if (expires > context.Time.GetUtcNow())
        {
            return new ResourceProof(
                resource, ResourceFate.Residue,
                $"{context.Token.ToMoney(locked.Amount)} stay locked until the node claims, at the latest until {expires:u}: run Sweep later, after that time it can free them itself.");
        }
        await desk.CancelAsync(locked, quote.Payee, cancellationToken);
        await desk.WithdrawAsync(quote, quote.Amount, cancellationToken);
        return new ResourceProof(resource, ResourceFate.Gone, $"The lock expired at {expires:u} and was cancelled; the whole deposit came back.");
    }

    // A node that does not answer any more cannot be waited for; what it holds, the chain tells and gives back in time.
    private async Task<(BigInteger? Job, string? Silence)> SettleAsync(Resource deposit, CancellationToken cancellationToken)
    {
        try
        {
            return (NumberOf(deposit, await SettledJobAsync(deposit, cancellationToken)), null);
        }
        catch (NetworkException exception) when (exception.Kind == NetworkErrorKind.Transient)
        {
            return (NumberOf(deposit, null), exception.Message);
        }
    }

    private async Task<NodeJob?> SettledJobAsync(Resource resource, CancellationToken cancellationToken)
    {
        if (await FindAsync(resource, cancellationToken) is not { } found)
            return null;
        if (!found.IsOver && JobOf(resource) is { } started)
            found = await jobs.StopAsync(context.ConsumerAccount, $"{started.Properties["cluster"]}-{found.BareId}", StopPatience, cancellationToken);
        var began = context.Time.GetTimestamp();
        while (!found.IsSettled && context.Time.GetElapsedTime(began) < context.Settings.Settlement)
        {
            await Task.Delay(context.Poll, context.Time, cancellationToken);
            found = await FindAsync(resource, cancellationToken) ?? found;
        }
        // Of a job that was started and never told to us, the lock is news as well.
        await trail.AddAsync(found.LockTransaction, "lock", cancellationToken);
        await trail.AddClaimAsync(found.ClaimTransaction, DepositBook.NumberOf(found), cancellationToken);
        return found;
    }

    private Task<NodeJob?> FindAsync(Resource deposit, CancellationToken cancellationToken) =>
        jobs.FindAsync(context.Consumer.Address, deposit.Properties["run"], deposit.Properties["attempt"], cancellationToken);

    private Resource? JobOf(Resource deposit) => resources.FirstOrDefault(entry => entry.Kind == OceanResources.ComputeJob && entry.Name == deposit.Name);

    // A node that has lost its jobs still holds their locks; the journal has the id from which the lock's number follows.
    private BigInteger? NumberOf(Resource deposit, NodeJob? job) =>
        job is not null ? DepositBook.NumberOf(job) : JobOf(deposit)?.Id is { } id ? DepositBook.NumberOf(id) : null;
}
