using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nethereum.Contracts;
using Nethereum.Util;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Node;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean;

/// <summary>Invoke: order, quote, escrow, job, results. Settlement comes later, at the node's own time.</summary>
internal sealed class OceanInvoke(OceanContext context, MoneyTrail trail)
{
    private static readonly KeyedLocks Ordering = new();

    private readonly List<string> observations = [];
    private readonly JobDesk jobs = new(context);

    public async Task<Invocation> RunAsync(ExperimentRun run, Deployment deployment, OceanOptions options, CancellationToken cancellationToken)
    {
        await new OceanDeploy(context, trail).FollowHostingAsync(run, deployment, options, cancellationToken);
        var plan = await PlanAsync(run, deployment, options, cancellationToken);
        var clocks = new JobClocks(context.Time);
        var (fullId, _) = options.Free ? await StartFreeAsync(plan, cancellationToken) : await StartPaidAsync(plan, deployment, cancellationToken);
        var reader = new ResultReader(context);
        var job = await WatchAsync(plan, fullId, clocks, reader, cancellationToken);
        await trail.AddAsync(job.LockTransaction, "lock", cancellationToken);
        if (!job.Succeeded)
            await FailAsync(run, fullId, job, reader, cancellationToken);
        var fetchStarted = context.Time.GetTimestamp();
        var predictions = await reader.ReadAsync(run, fullId, job, cancellationToken);
        var fetch = context.Time.GetElapsedTime(fetchStarted);
        observations.Add(string.Create(CultureInfo.InvariantCulture, $"Job {job.BareId[..12]} ended in state {job.Status} with exit code {job.ExitCode}; 71 means that the results are there and the bill is not settled yet."));
        return new Invocation(predictions.Record, clocks.Read(job, predictions.Stamps, fetch), [], trail.Take(), observations);
    }

    private async Task<JobPlan> PlanAsync(ExperimentRun run, Deployment deployment, OceanOptions options, CancellationToken cancellationToken)
    {
        var plan = new JobPlan
        {
            Run = run,
            Options = options,
            Environment = EnvironmentChoice.Choose(await context.Client.GetEnvironmentsAsync(context.Addresses.ChainId, cancellationToken), run.Spec.Resources, options, context.Addresses.Ocean),
            Assets = JsonSerializer.Deserialize<PublishedAsset[]>(deployment.Properties[OceanDeploy.AssetsProperty])!,
            Container = JsonNode.Parse(deployment.Properties[OceanDeploy.ContainerProperty])!.AsObject(),
            Attempt = Guid.NewGuid().ToString("N"),
        };
        return plan;
    }

    private async Task<(string FullId, NodeJob Job)> StartFreeAsync(JobPlan plan, CancellationToken cancellationToken) =>
        await StartAsync(plan, plan.StartBody(new Dictionary<AssetRole, string>(), context.Addresses.ChainId, context.Addresses.Ocean), cancellationToken);

    private async Task<(string FullId, NodeJob Job)> StartPaidAsync(JobPlan plan, Deployment deployment, CancellationToken cancellationToken)
    {
        var (orders, quote) = await OrderAsync(plan, deployment, cancellationToken);
        var escrowQuote = EscrowQuote.Read(quote["payment"] as JsonObject ?? []);
        if (!AddressUtil.Current.AreAddressesTheSame(escrowQuote.Payee, context.NodeAddress) || !AddressUtil.Current.AreAddressesTheSame(escrowQuote.Token, context.Addresses.Ocean))
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The ocean-node asks to pay {escrowQuote.Payee} in {escrowQuote.Token}; it is {context.NodeAddress} and was quoted in {context.Addresses.Ocean}.");
        DemandBudget(plan, escrowQuote);
        var escrow = new EscrowDesk(context, trail);
        var deposit = OceanResources.ForDeposit(plan, escrowQuote, await context.Chain.GetBlockNumberAsync());
        var ticket = await plan.Run.Journal.IntendAsync(deposit, cancellationToken);
        var body = plan.StartBody(orders, context.Addresses.ChainId, context.Addresses.Ocean);
        return await escrow.WithDepositAsync(
            escrowQuote,
            async transaction =>
            {
                await plan.Run.Journal.CreatedAsync(ticket, deposit with { Id = transaction }, cancellationToken);
                return await StartAsync(plan, body, cancellationToken);
            },
            cancellationToken);
    }

    private async Task<(string FullId, NodeJob Job)> StartAsync(JobPlan plan, JsonObject body, CancellationToken cancellationToken)
    {
        var resource = OceanResources.ForJob(plan);
        var ticket = await plan.Run.Journal.IntendAsync(resource, cancellationToken);
        var started = await jobs.StartAsync(plan, body, cancellationToken);
        await plan.Run.Journal.CreatedAsync(ticket, resource with { Id = started.FullId }, cancellationToken);
        return started;
    }

    private Task<JsonObject> QuoteAsync(JobPlan plan, IReadOnlyDictionary<AssetRole, string> orders, CancellationToken cancellationToken) =>
        context.Client.InitializeAsync(plan.QuoteBody(orders, context.Consumer.Address, context.Addresses.ChainId, context.Addresses.Ocean), cancellationToken);

    // One workload orders at a time, so that the next one sees its orders and reuses them.
    private async Task<(IReadOnlyDictionary<AssetRole, string> Orders, JsonObject Quote)> OrderAsync(JobPlan plan, Deployment deployment, CancellationToken cancellationToken)
    {
        using var _ = await Ordering.EnterAsync($"{context.Consumer.Address} {plan.Asset(AssetRole.Model).Did}", cancellationToken);
        var quote = await QuoteAsync(plan, await EarlierOrdersAsync(plan, deployment), cancellationToken);
        return (await OrderAsync(plan, quote, cancellationToken), quote);
    }

    private async Task<IReadOnlyDictionary<AssetRole, string>> OrderAsync(JobPlan plan, JsonObject quote, CancellationToken cancellationToken)
    {
        var desk = new OrderDesk(context, trail);
        var quotes = (quote["datasets"] as JsonArray ?? []).OfType<JsonObject>().Append(quote["algorithm"] as JsonObject ?? []).ToList();
        var orders = new Dictionary<AssetRole, string>();
        foreach (var asset in plan.Assets)
        {
            var part = quotes.FirstOrDefault(entry => (string?)entry["did"] == asset.Did)
                ?? throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The ocean-node's quote does not name {asset.Did}.");
            orders[asset.Role] = await desk.OrderAsync(asset, part, cancellationToken);
        }
        return orders;
    }

    // Orders of an earlier workload, from the chain: the node says which of them still hold.
    private async Task<IReadOnlyDictionary<AssetRole, string>> EarlierOrdersAsync(JobPlan plan, Deployment deployment)
    {
        var from = long.Parse(deployment.Properties[OceanDeploy.FromBlockProperty], CultureInfo.InvariantCulture);
        var logs = await context.Chain.GetLogsAsync(from, await context.Chain.GetBlockNumberAsync(), [.. plan.Assets.Select(asset => asset.Datatoken)]);
        var orders = new Dictionary<AssetRole, string>();
        foreach (var order in logs.DecodeAllEvents<OrderStartedEvent>().Where(order => AddressUtil.Current.AreAddressesTheSame(order.Event.Payer, context.Consumer.Address)))
            orders[plan.Assets.First(asset => AddressUtil.Current.AreAddressesTheSame(asset.Datatoken, order.Log.Address)).Role] = order.Log.TransactionHash;
        return orders;
    }

    private void DemandBudget(JobPlan plan, EscrowQuote quote)
    {
        var locked = context.Token.ToMoney(quote.Amount);
        if (plan.Run.Spec.Limits.Budget is { } budget && budget.Currency == locked.Currency && locked > budget)
            throw new NetworkException(NetworkErrorKind.OverBudget, $"The ocean-node wants to lock {locked}, the budget is {budget}.");
    }

    private async Task<NodeJob> WatchAsync(JobPlan plan, string fullId, JobClocks clocks, ResultReader reader, CancellationToken cancellationToken)
    {
        using var following = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? follow = null;
        var job = await jobs.WaitAsync(
            fullId,
            job => job.IsOver,
            plan.Run.Spec.Limits.Start + plan.Run.Spec.Limits.Run,
            job =>
            {
                clocks.Look(job);
                if (follow is null && job is { Status: NodeJob.Running, AlgorithmStart: > 0 })
                    follow = reader.FollowAsync(Path.Combine(plan.Run.Folder, "raw", $"job-{job.BareId[..12]}"), fullId, following.Token);
            },
            cancellationToken);
        following.CancelAfter(TimeSpan.FromSeconds(5));
        if (follow is not null)
            await follow.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return job;
    }

    private static async Task FailAsync(ExperimentRun run, string fullId, NodeJob job, ResultReader reader, CancellationToken cancellationToken)
    {
        var log = await reader.KeepLogsAsync(Path.Combine(run.Folder, "raw", $"job-{job.BareId[..12]}"), fullId, job, cancellationToken);
        var why = job.OutOfMemory ? "ran out of memory: raise resources.memoryMiB" : $"ended as '{job.StatusText.Trim()}' ({job.Status}) with exit code {job.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "none"}";
        throw new NetworkException(NetworkErrorKind.Failed, $"Job {fullId} {why}. Its log ends: {log[Math.Max(0, log.Length - 300)..].Trim()}") { RemoteId = fullId };
    }
}
