using System.Globalization;
using System.Numerics;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean;

/// <summary>Asks node and chain what a run still has there.</summary>
internal sealed class OceanResidue(OceanContext context, MoneyTrail trail)
{
    // Public chains refuse to search far back; without a journal to say where to begin, only this many blocks are looked at.
    private const long BlocksBack = 5_000;

    public async Task<IReadOnlyList<Resource>> FindAsync(ResidueScope scope, CancellationToken cancellationToken)
    {
        var residue = new List<Resource>();
        residue.AddRange(await AssetsAsync(scope));
        residue.AddRange(await JobsAsync(scope, cancellationToken));
        residue.AddRange(await DepositsAsync(scope, cancellationToken));
        return residue;
    }

    private async Task<IEnumerable<Resource>> AssetsAsync(ResidueScope scope)
    {
        var publisher = new AssetPublisher(context, trail);
        var retirement = new AssetRetirement(context, publisher, trail);
        var prefix = scope.Experiment is null ? $"{scope.RunId}-" : $"{scope.RunId}-{scope.Experiment}-";
        var from = await FirstBlockAsync(scope);
        var found = new List<Resource>();
        foreach (var (name, nft) in await publisher.FindAsync(name => name.StartsWith(prefix, StringComparison.Ordinal), from))
        {
            if (await retirement.StateAsync(nft) != AssetState.Revoked)
                found.Add(new Resource(OceanResources.DataNft, name, nft, new Dictionary<string, string> { ["fromBlock"] = from.ToString(CultureInfo.InvariantCulture) }));
        }
        return found;
    }

    private async Task<IEnumerable<Resource>> JobsAsync(ResidueScope scope, CancellationToken cancellationToken)
    {
        var environments = await context.Client.GetEnvironmentsAsync(context.Addresses.ChainId, cancellationToken);
        var cluster = environments.Count == 0 ? "" : environments[0].ClusterHash;
        return (await context.Client.GetJobsAsync(context.Consumer.Address, cancellationToken))
            .Where(job => !job.IsOver && job.Run == scope.RunId && (scope.Experiment is null || job.Experiment == scope.Experiment))
            .Select(job => new Resource(OceanResources.ComputeJob, $"{job.Run}-{job.Experiment}-{job.Attempt}", $"{cluster}-{job.BareId}", new Dictionary<string, string>
            {
                ["run"] = job.Run ?? "",
                ["attempt"] = job.Attempt ?? "",
                ["cluster"] = cluster,
                ["free"] = job.IsFree ? "true" : "false",
            }));
    }

    // Only the journal knows deposits: on the chain they carry no mark. What lies free in the escrow may be another experiment's.
    private async Task<IEnumerable<Resource>> DepositsAsync(ResidueScope scope, CancellationToken cancellationToken)
    {
        var desk = new EscrowDesk(context, trail);
        var book = new DepositBook(context, desk);
        var known = new List<(Resource Deposit, BigInteger Left, bool IsHeld)>();
        foreach (var deposit in scope.Journalled.Where(resource => resource.Kind == OceanResources.EscrowDeposit))
        {
            var quote = OceanResources.QuoteOf(deposit);
            var job = await new JobDesk(context).FindAsync(context.Consumer.Address, deposit.Properties["run"], deposit.Properties["attempt"], cancellationToken);
            BigInteger? number = job is null ? null : DepositBook.NumberOf(job);
            var isHeld = await desk.IsAuthorizedAsync(quote, cancellationToken) || await book.FindLockAsync(quote, number) is not null;
            var rest = await book.WasMadeAsync(deposit, cancellationToken) ? quote.Amount - await book.ClaimedAsync(deposit, number) : 0;
            known.Add((deposit, rest, isHeld));
        }
        var left = new List<Resource>();
        foreach (var (deposit, rest, isHeld) in known)
        {
            if (isHeld || await book.IsLeftAsync(deposit, rest, known.Count(other => other.Left == rest)))
                left.Add(deposit);
        }
        return left;
    }

    private async Task<long> FirstBlockAsync(ResidueScope scope)
    {
        var journalled = scope.Journalled.Select(resource => resource.Properties.GetValueOrDefault("fromBlock")).OfType<string>().Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return journalled.Count > 0 ? journalled.Min() : Math.Max(0, await context.Chain.GetBlockNumberAsync() - BlocksBack);
    }
}
