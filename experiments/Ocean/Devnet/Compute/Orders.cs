using Nethereum.Contracts;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Util;
using Survey.Devnets.Ocean.Auth;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>Checks orders against the chain's receipts.</summary>
internal sealed class Orders(EthereumChain chain, NodeKey key, OceanSwitches switches, TimeProvider time)
{
    /// <summary>Whether the transaction is an order of this service for this node, by this account, and not over.</summary>
    /// <param name="transaction">The order's transaction.</param>
    /// <param name="datatoken">The service's datatoken.</param>
    /// <param name="serviceIndex">The service's place in the description.</param>
    /// <param name="timeoutSeconds">How long an order lasts; 0 for ever.</param>
    /// <param name="payer">Who must have made it.</param>
    /// <param name="forDownload">Whether it is for a download, where the buyer is the consumer; for a job the node is.</param>
    public async Task<bool> IsValidAsync(
        string transaction, string datatoken, int serviceIndex, long timeoutSeconds, string payer, bool forDownload = false)
    {
        var receipt = await FindAsync(transaction);
        // The node reads the receipt's recipient: orders through a factory or a relayer do not count.
        if (receipt?.Status?.Value != 1 || !Same(receipt.To, datatoken))
            return false;
        if (receipt.DecodeAllEvents<OrderReusedEvent>() is [{ Event: var reused }])
        {
            var first = "0x" + Convert.ToHexStringLower(reused.OrderTransaction);
            return IsAlive(reused.Timestamp, timeoutSeconds) && await FindAsync(first) is { } earlier && Fits(earlier, serviceIndex, payer, forDownload) is not null;
        }
        return Fits(receipt, serviceIndex, payer, forDownload) is { } order && IsAlive(order.Timestamp, timeoutSeconds);
    }

    private async Task<TransactionReceipt?> FindAsync(string transaction)
    {
        try
        {
            return await chain.FindReceiptAsync(transaction);
        }
        catch (NetworkException exception) when (exception.Kind == NetworkErrorKind.Rejected)
        {
            return null; // Not a transaction hash.
        }
    }

    private OrderStartedEvent? Fits(TransactionReceipt receipt, int serviceIndex, string payer, bool forDownload) => receipt.DecodeAllEvents<OrderStartedEvent>()
        .Select(found => found.Event)
        .FirstOrDefault(order => Same(order.Consumer, forDownload ? payer : key.Address)
            && order.ServiceIndex == serviceIndex
            && (switches.OrderOfAnotherAccount || Same(order.Payer, payer)));

    private bool IsAlive(System.Numerics.BigInteger timestamp, long timeoutSeconds) =>
        timeoutSeconds == 0 || (long)timestamp + timeoutSeconds > time.GetUtcNow().ToUnixTimeSeconds();

    private static bool Same(string? left, string right) => left is not null && AddressUtil.Current.AreAddressesTheSame(left, right);
}
