using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean.Assets;

/// <summary>Takes an asset off the market: no more sales, state revoked; and proves it by what the chain says.</summary>
internal sealed class AssetRetirement(OceanContext context, AssetPublisher publisher, MoneyTrail trail)
{
    public async Task<ResourceProof> RetireAsync(Resource resource, CancellationToken cancellationToken)
    {
        var nft = resource.Id ?? await FindAsync(resource, cancellationToken);
        if (nft is null)
            return new ResourceProof(resource, ResourceFate.Gone, $"No NFT named '{resource.Name}' was created: its creation never reached the chain.");
        if (!await IsThereAsync(nft, resource.Name))
            return new ResourceProof(resource, ResourceFate.Gone, $"The chain has no NFT named '{resource.Name}' at {nft}: it began anew since, as a devnet that was restarted does.");
        foreach (var datatoken in await context.Chain.QueryAsync<GetTokensListFunction, List<string>>(nft, new()))
            await StopSalesAsync(datatoken, cancellationToken);
        if (await StateAsync(nft) != AssetState.Revoked)
            await publisher.SetStateAsync(nft, AssetState.Revoked, cancellationToken);
        var selling = 0;
        foreach (var datatoken in await context.Chain.QueryAsync<GetTokensListFunction, List<string>>(nft, new()))
            selling += await CountSalesAsync(datatoken);
        var state = await StateAsync(nft);
        return state == AssetState.Revoked && selling == 0
            ? new ResourceProof(resource, ResourceFate.Remains, $"The chain says state {(int)state} (revoked) and no active sale for NFT {nft}; contracts and transactions stay by design.")
            : new ResourceProof(resource, ResourceFate.Residue, $"NFT {nft} has state {state} and {selling} active sales: set its state to 3 and stop them.");
    }

    /// <summary>The state of an asset on the chain.</summary>
    public async Task<AssetState> StateAsync(string nft) => (AssetState)(await context.Chain.ReadAsync<GetMetaDataFunction, GetMetaDataOutput>(nft, new())).State;

    // An address alone proves nothing on a chain that began anew: it gives out the same ones again.
    private async Task<bool> IsThereAsync(string nft, string name) =>
        await context.Chain.IsContractAsync(nft) && await context.Chain.QueryAsync<NameFunction, string>(nft, new()) == name;

    private async Task<string?> FindAsync(Resource resource, CancellationToken cancellationToken)
    {
        await context.Chain.WaitForSentAsync(context.Publisher.Address, cancellationToken);
        var from = long.Parse(resource.Properties["fromBlock"], System.Globalization.CultureInfo.InvariantCulture);
        var found = await publisher.FindAsync(name => name == resource.Name, from);
        return found.Count == 0 ? null : found[0].Nft;
    }

    private async Task StopSalesAsync(string datatoken, CancellationToken cancellationToken)
    {
        foreach (var dispenser in await context.Chain.QueryAsync<GetDispensersFunction, List<string>>(datatoken, new()))
        {
            if (await IsDispensingAsync(dispenser, datatoken))
                trail.Add(await context.Chain.SendAsync(context.Publisher, dispenser, new DeactivateDispenserFunction { Datatoken = datatoken }, "stop dispenser", cancellationToken));
        }
        foreach (var rate in (await context.Chain.ReadAsync<GetFixedRatesFunction, FixedRatesOutput>(datatoken, new())).Rates)
        {
            if (await IsExchangingAsync(rate))
                trail.Add(await context.Chain.SendAsync(context.Publisher, rate.ContractAddress, new ToggleExchangeFunction { ExchangeId = rate.Id }, "stop exchange", cancellationToken));
        }
    }

    private async Task<int> CountSalesAsync(string datatoken)
    {
        var active = 0;
        foreach (var dispenser in await context.Chain.QueryAsync<GetDispensersFunction, List<string>>(datatoken, new()))
            active += await IsDispensingAsync(dispenser, datatoken) ? 1 : 0;
        foreach (var rate in (await context.Chain.ReadAsync<GetFixedRatesFunction, FixedRatesOutput>(datatoken, new())).Rates)
            active += await IsExchangingAsync(rate) ? 1 : 0;
        return active;
    }

    private async Task<bool> IsDispensingAsync(string dispenser, string datatoken) =>
        (await context.Chain.ReadAsync<DispenserStatusFunction, DispenserStatusOutput>(dispenser, new() { Datatoken = datatoken })).Active;

    private Task<bool> IsExchangingAsync(FixedRateReference rate) =>
        context.Chain.QueryAsync<IsExchangeActiveFunction, bool>(rate.ContractAddress, new() { ExchangeId = rate.Id });
}
