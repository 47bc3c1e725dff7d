using System.Globalization;
using System.Numerics;
using Nethereum.Contracts;
using Nethereum.Util;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Node;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>
/// What became of one job's deposit, by what the chain says. The deposits of an account share one balance in the escrow, so each is told
/// apart by its job's number, its claim and its withdrawal.
/// </summary>
internal sealed class DepositBook(OceanContext context, EscrowDesk desk)
{
    /// <summary>Whether the deposit reached the chain.</summary>
    public async Task<bool> WasMadeAsync(Resource deposit, CancellationToken cancellationToken)
    {
        if (deposit.Id is not null)
            return true;
        await context.Chain.WaitForSentAsync(context.Consumer.Address, cancellationToken);
        var amount = OceanResources.QuoteOf(deposit).Amount;
        return (await EventsAsync<DepositEvent>(deposit)).Any(made => IsOurs(made.Payer) && made.Amount == amount);
    }

    /// <summary>The lock on the deposit; null when its job holds none.</summary>
    public async Task<EscrowLock?> FindLockAsync(EscrowQuote quote, BigInteger? job) =>
        job is null ? null : (await desk.LocksAsync(quote.Payee, quote.Token)).FirstOrDefault(entry => entry.JobId == job);

    /// <summary>What the node has claimed for the job, as the chain has it: the node need not be there to be asked.</summary>
    public async Task<BigInteger> ClaimedAsync(Resource deposit, BigInteger? job) => job is null
        ? 0
        : (await EventsAsync<ClaimedEvent>(deposit)).Where(claim => claim.JobId == job && IsOurs(claim.Payer)).Aggregate(BigInteger.Zero, (sum, claim) => sum + claim.Amount);

    /// <summary>Whether so much of the deposit still lies free in the escrow: there is as much, and no withdrawal of just this much has been made for it.</summary>
    /// <param name="deposit">The deposit.</param>
    /// <param name="rest">What was not claimed of it.</param>
    /// <param name="alike">How many deposits of the experiment have this rest; each has its own withdrawal.</param>
    public async Task<bool> IsLeftAsync(Resource deposit, BigInteger rest, int alike)
    {
        if (rest.IsZero || (await desk.FundsAsync(OceanResources.QuoteOf(deposit).Token)).Available < rest)
            return false;
        return (await EventsAsync<WithdrawEvent>(deposit)).Count(taken => IsOurs(taken.Payer) && taken.Amount == rest) < alike;
    }

    /// <summary>A job's number on the chain.</summary>
    public static BigInteger NumberOf(NodeJob job) => Number(job.JobIdHash);

    /// <summary>A job's number on the chain, by its id with its cluster.</summary>
    public static BigInteger NumberOf(string fullId) => Number(AssetIds.Sha256(fullId[(fullId.LastIndexOf('-') + 1)..]));

    private async Task<IEnumerable<T>> EventsAsync<T>(Resource deposit)
        where T : Nethereum.ABI.FunctionEncoding.Attributes.IEventDTO, new()
    {
        var from = long.Parse(deposit.Properties["fromBlock"], CultureInfo.InvariantCulture);
        var logs = await context.Chain.GetLogsAsync(from, await context.Chain.GetBlockNumberAsync(), context.Addresses.Escrow);
        return logs.DecodeAllEvents<T>().Select(log => log.Event);
    }

    private bool IsOurs(string payer) => AddressUtil.Current.AreAddressesTheSame(payer, context.Consumer.Address);

    private static BigInteger Number(string hash) =>
        BigInteger.Parse("0" + hash.Replace("0x", "", StringComparison.Ordinal), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
