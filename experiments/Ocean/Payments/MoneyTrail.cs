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

    private static bool Same(string left, string? right) => right is not null && AddressUtil.Current.AreAddressesTheSame(left, right);
}
