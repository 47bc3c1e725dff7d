using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Node;
using Survey.Experiments.Ocean.Probes;

namespace Survey.Experiments.Ocean;

/// <summary>What is on offer and what an experiment can cost at most; nothing is created for it.</summary>
internal sealed class OceanQuotes(OceanContext context)
{
    // Seen on a local chain: three assets 4.3 M, descriptions 0.4 M, orders 0.9 M, escrow 0.6 M, retirement 0.4 M; with room to spare.
    private const long GasCeiling = 9_000_000;

    public async Task<NetworkSurvey> SurveyAsync(CancellationToken cancellationToken)
    {
        var offers = await context.Client.GetEnvironmentsAsync(context.Addresses.ChainId, cancellationToken);
        return new NetworkSurvey($"ocean-node {context.Version}", [.. offers.Select(Offer)]);
    }

    public async Task<Quote> QuoteAsync(ExperimentRun run, OceanOptions options, CancellationToken cancellationToken)
    {
        var gas = new QuotePart("gas of all transactions, in the chain's own coin and not in the ceiling", TokenUnit.Coin.ToMoney(GasCeiling * await context.Chain.GetGasPriceAsync()));
        var offers = await context.Client.GetEnvironmentsAsync(context.Addresses.ChainId, cancellationToken);
        var environment = EnvironmentChoice.Choose(offers, run.Spec.Resources, options, context.Addresses.Ocean);
        if (options.Free)
            return new Quote(context.Token.ToMoney(0), "The free tier takes nothing, and free assets have no price.", [gas]);
        var escrow = EscrowQuote.Read((await context.Client.InitializeAsync(PriceOnly(run, options, environment), cancellationToken))["payment"] as JsonObject ?? []);
        var compute = context.Token.ToMoney(escrow.Amount * run.Spec.Workload.Repeat);
        var model = context.Token.ToMoney(await ModelPriceAsync(options.ModelPrice));
        var probe = context.Token.ToMoney(run.Spec.Probes.Contains(AccessProbe.Name) ? await ModelPriceAsync(AccessProbe.Price) : 0);
        return new Quote(
            compute + model + probe,
            string.Create(CultureInfo.InvariantCulture, $"One order of the model, and {options.MaxDuration.TotalSeconds:0} s of compute for each of {run.Spec.Workload.Repeat} workloads, locked in full and billed by the begun minute."),
            [new QuotePart("model, with the community's fee", model), new QuotePart("compute", compute), .. probe.Amount == 0 ? (QuotePart[])[] : [new QuotePart("order of the access probe", probe)], gas]);
    }

    // A raw algorithm without datasets is quoted without any asset being there.
    private JsonObject PriceOnly(ExperimentRun run, OceanOptions options, EnvironmentOffer environment)
    {
        var plan = new JobPlan { Run = run, Options = options, Environment = environment, Assets = [], Container = WorkerContainer.Of(run, context.Standing), Attempt = "" };
        return new JsonObject
        {
            ["datasets"] = new JsonArray(),
            ["algorithm"] = new JsonObject { ["meta"] = new JsonObject { ["rawcode"] = "x", ["container"] = plan.Container } },
            ["environment"] = environment.Id,
            ["consumerAddress"] = context.Consumer.Address,
            ["maxJobDuration"] = plan.Seconds,
            ["payment"] = new JsonObject { ["chainId"] = context.Addresses.ChainId, ["token"] = context.Addresses.Ocean, ["resources"] = plan.Resources() },
        };
    }

    private async Task<BigInteger> ModelPriceAsync(decimal price)
    {
        var smallest = context.Token.ToSmallest(price);
        var fee = await context.Chain.QueryAsync<CommunityFeeFunction, BigInteger>(context.Addresses.Router, new() { BaseToken = context.Addresses.Ocean });
        return smallest + (smallest * fee / BigInteger.Pow(10, 18));
    }

    private ComputeOffer Offer(EnvironmentOffer environment)
    {
        double? Total(string id) => environment.Resources.FirstOrDefault(resource => resource.Id == id)?.Total;
        long? Bytes(string id) => Total(id) is { } gigabytes ? (long)(gigabytes * (1L << 30)) : null;
        return new ComputeOffer(
            environment.Id,
            Total("cpu"),
            Bytes("ram"),
            Bytes("disk"),
            [.. environment.Resources.Where(resource => resource.Type == "gpu").Select(resource => resource.Description ?? resource.Id)],
            environment.Prices.ToDictionary(price => $"{price.Key}-minute", price => new Money(price.Value, context.Token.Symbol)),
            [.. new[] { environment.Architecture, "docker", environment.HasFreeTier ? "free tier" : "" }.Where(feature => feature.Length > 0)]);
    }
}
