using System.Numerics;
using Nethereum.Contracts;
using Nethereum.Util;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Experiments.Ocean.Payments;

/// <summary>
/// Who paid whom, read from the receipts of transactions: every movement of the token, and the gas of every transaction. Nothing is
/// computed from prices, so it adds up to the smallest unit or the chain is broken.
/// </summary>
internal sealed class MoneyTrail(OceanContext context)
{
    private readonly Lock gate = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private List<Payment> payments = [];

    /// <summary>
    /// What was seen and not yet taken. One trail serves the whole life of an experiment, so that what a failed step has paid is told by the
    /// next one, and a transaction that two of them look at is told once.
    /// </summary>
    public IReadOnlyList<Payment> Take()
    {
        lock (gate)
        {
            var taken = payments;
            payments = [];
            return taken;
        }
    }

    /// <summary>Takes the movements of a transaction; a second time changes nothing.</summary>
    public MinedTransaction Add(MinedTransaction transaction)
    {
        lock (gate)
        {
            if (seen.Add(transaction.Hash))
                payments.AddRange(Read(transaction));
        }
        return transaction;
    }

    /// <summary>Takes the movements of somebody else's transaction, for example of the node's claim.</summary>
    public async Task AddAsync(string? hash, string what, CancellationToken cancellationToken)
    {
        if (hash is { Length: > 0 })
            Add(await context.Chain.WaitAsync(hash, what, cancellationToken));
    }

    /// <summary>Takes one job's part of the node's claim, which may settle the jobs of many.</summary>
    public async Task AddClaimAsync(string? hash, BigInteger job, CancellationToken cancellationToken)
    {
        if (hash is not { Length: > 0 })
            return;
        var claim = await context.Chain.WaitAsync(hash, "claim", cancellationToken);
        lock (gate)
        {
            if (seen.Add($"{hash} {job}"))
                payments.AddRange(ReadClaim(claim, job));
        }
    }

    /// <summary>The part an address plays.</summary>
    public string RoleOf(string address) => address switch
    {
        _ when Same(address, context.Consumer.Address) => "client",
        _ when Same(address, context.Publisher.Address) => "model owner",
        _ when Same(address, context.NodeAddress) => "operator",
        _ when Same(address, context.Addresses.CommunityFeeCollector) => "community",
        _ when Same(address, context.Addresses.Escrow) => "escrow",
        _ when Same(address, context.Addresses.FixedPrice) => "exchange",
        _ => address,
    };

    // The community's share is moved right before the event of the claim it belongs to, the rest goes to the node. The gas is shared by the jobs.
    private IEnumerable<Payment> ReadClaim(MinedTransaction transaction, BigInteger job)
    {
        var claims = transaction.Receipt.DecodeAllEvents<ClaimedEvent>();
        var own = claims.FindIndex(claim => claim.Event.JobId == job);
        if (own < 0)
            yield break;
        var (amount, place) = (claims[own].Event.Amount, claims[own].Log.LogIndex.Value);
        var share = transaction.Receipt.DecodeAllEvents<TransferEvent>()
            .Where(transfer => transfer.Log.LogIndex.Value == place - 1 && Same(transfer.Log.Address, context.Addresses.Ocean) && Same(transfer.Event.To, context.Addresses.CommunityFeeCollector))
            .Aggregate(BigInteger.Zero, (sum, transfer) => sum + transfer.Event.Value);
        if (!share.IsZero)
            yield return new Payment("escrow", "community", context.Token.ToMoney(share), transaction.What, transaction.Hash);
        if (amount != share)
            yield return new Payment("escrow", "operator", context.Token.ToMoney(amount - share), transaction.What, transaction.Hash);
        var (gas, rest) = (transaction.GasCost / claims.Count, transaction.GasCost % claims.Count);
        yield return new Payment(
            RoleOf(transaction.Receipt.From), "gas", TokenUnit.Coin.ToMoney(own == 0 ? gas + rest : gas), $"gas: {transaction.What}, one of {claims.Count} jobs", transaction.Hash);
    }

    private IEnumerable<Payment> Read(MinedTransaction transaction)
    {
        foreach (var transfer in transaction.Receipt.DecodeAllEvents<TransferEvent>())
        {
            if (Same(transfer.Log.Address, context.Addresses.Ocean) && !transfer.Event.Value.IsZero)
                yield return new Payment(RoleOf(transfer.Event.From), RoleOf(transfer.Event.To), context.Token.ToMoney(transfer.Event.Value), transaction.What, transaction.Hash);
        }
        var (used, price) = (transaction.Receipt.GasUsed.Value, transaction.Receipt.EffectiveGasPrice.Value);
        yield return new Payment(
            RoleOf(transaction.Receipt.From), "gas", TokenUnit.Coin.ToMoney(transaction.GasCost), $"gas: {transaction.What}, {used} at {price} wei", transaction.Hash);
    }

    private static bool Same(string left, string? right) => right is { Length: > 0 } && AddressUtil.Current.AreAddressesTheSame(left, right);
}
