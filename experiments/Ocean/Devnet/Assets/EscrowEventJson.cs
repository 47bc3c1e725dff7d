using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Nethereum.Contracts;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.RPC.Eth.DTOs;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Assets;

/// <summary>An event of the escrow contract as the node's list shows it: addresses in lower case, numbers as text.</summary>
internal static class EscrowEventJson
{
    public static JsonObject? Of(FilterLog log, long chainId)
    {
        FilterLog[] one = [log];
        if (one.DecodeAllEvents<DepositEvent>() is [{ Event: var deposit }])
            return Json("Deposit", log, chainId, ("payer", deposit.Payer), ("token", deposit.Token), ("amount", Text(deposit.Amount)));
        if (one.DecodeAllEvents<WithdrawEvent>() is [{ Event: var withdraw }])
            return Json("Withdraw", log, chainId, ("payer", withdraw.Payer), ("token", withdraw.Token), ("amount", Text(withdraw.Amount)));
        if (one.DecodeAllEvents<AuthorizationEvent>() is [{ Event: var auth }])
        {
            return Json(
                "Auth", log, chainId, ("payer", auth.Payer), ("payee", auth.Payee), ("maxLockedAmount", Text(auth.MaxLockedAmount)),
                ("maxLockSeconds", Text(auth.MaxLockSeconds)), ("maxLockCounts", Text(auth.MaxLockCounts)));
        }
        if (one.DecodeAllEvents<LockEvent>() is [{ Event: var locked }])
        {
            return Json(
                "Lock", log, chainId, ("payer", locked.Payer), ("payee", locked.Payee), ("jobId", Text(locked.JobId)),
                ("amount", Text(locked.Amount)), ("expiry", Text(locked.Expiry)), ("token", locked.Token));
        }
        if (one.DecodeAllEvents<ClaimedEvent>() is [{ Event: var claimed }])
        {
            return Json(
                "Claimed", log, chainId, ("payee", claimed.Payee), ("jobId", Text(claimed.JobId)), ("token", claimed.Token),
                ("payer", claimed.Payer), ("amount", Text(claimed.Amount)), ("proof", claimed.Proof.ToHex(prefix: true)));
        }
        return one.DecodeAllEvents<CanceledEvent>() is [{ Event: var canceled }]
            ? Json(
                "Canceled", log, chainId, ("payee", canceled.Payee), ("jobId", Text(canceled.JobId)), ("token", canceled.Token),
                ("payer", canceled.Payer), ("amount", Text(canceled.Amount)))
            : null;
    }

    private static JsonObject Json(string type, FilterLog log, long chainId, params (string Name, string Value)[] members)
    {
        var json = new JsonObject
        {
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{log.TransactionHash}-{log.LogIndex.Value}"),
            ["eventType"] = type,
            ["chainId"] = chainId,
            ["contract"] = log.Address.ToLowerInvariant(),
            ["block"] = (long)log.BlockNumber.Value,
            ["txHash"] = log.TransactionHash,
        };
        foreach (var (name, value) in members)
            json[name] = value.ToLowerInvariant();
        return json;
    }

    private static string Text(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
