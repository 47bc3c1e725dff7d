using System.Globalization;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean;

/// <summary>Asks node and chain what a run still has there.</summary>
internal sealed class OceanResidue(OceanContext context)
{
    // Public chains refuse to search far back; without a journal to say where to begin, only this many blocks are looked at.
    private const long BlocksBack = 5_000;

    public async Task<IReadOnlyList<Resource>> FindAsync(ResidueScope scope, CancellationToken cancellationToken)
    {
        var residue = new List<Resource>();
        residue.AddRange(await AssetsAsync(scope));
        residue.AddRange(await JobsAsync(scope, cancellationToken));
        foreach (var deposit in scope.Journalled.Where(resource => resource.Kind == OceanResources.EscrowDeposit))
        {
            if (await HoldsMoneyAsync(deposit))
                residue.Add(deposit);
        }
        return residue;
    }

    private async Task<IEnumerable<Resource>> AssetsAsync(ResidueScope scope)
    {
        var trail = new MoneyTrail(context);
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

    private async Task<bool> HoldsMoneyAsync(Resource deposit)
    {
        var quote = OceanResources.QuoteOf(deposit);
        var desk = new Jobs.EscrowDesk(context, new MoneyTrail(context));
        var funds = await desk.FundsAsync(quote.Token);
        return !funds.Available.IsZero || !funds.Locked.IsZero || await desk.AuthorizationAsync(quote.Payee, quote.Token) is { MaxLockedAmount.IsZero: false };
    }

    private async Task<long> FirstBlockAsync(ResidueScope scope)
    {
        var journalled = scope.Journalled.Select(resource => resource.Properties.GetValueOrDefault("fromBlock")).OfType<string>().Select(text => long.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return journalled.Count > 0 ? journalled.Min() : Math.Max(0, await context.Chain.GetBlockNumberAsync() - BlocksBack);
    }
}
