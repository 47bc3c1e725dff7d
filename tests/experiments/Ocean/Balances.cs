using System.Numerics;
using Survey.Devnets.Ocean;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>What everybody who plays a part on the devnet owns, in tokens and in the chain's coin, exact.</summary>
internal sealed record Balances(IReadOnlyDictionary<(string Role, string Currency), decimal> Amounts)
{
    public decimal this[(string Role, string Currency) owner] => Amounts[owner];

    public static async Task<Balances> ReadAsync(OceanDevnet devnet)
    {
        var (chain, addresses) = (devnet.Chain.Chain, devnet.Chain.Addresses);
        (string Role, string Address)[] roles =
        [
            ("client", WellKnownKeys.Address(2)), ("model owner", WellKnownKeys.Address(4)), ("operator", WellKnownKeys.Address(1)),
            ("community", addresses.CommunityFeeCollector!), ("escrow", addresses.Escrow), ("exchange", addresses.FixedPrice),
        ];
        var balances = new Dictionary<(string, string), decimal>();
        foreach (var (role, address) in roles)
        {
            balances[(role, "OCEAN")] = Exact(await chain.GetTokenBalanceAsync(addresses.Ocean, address));
            balances[(role, "ETH")] = Exact(await chain.GetBalanceAsync(address));
        }
        return new Balances(balances);
    }

    /// <summary>For everybody: what was owned before, with what the trail says, is what is owned after, to the smallest unit.</summary>
    public void AssertAddsUp(IReadOnlyList<Payment> trail, Balances after)
    {
        foreach (var ((role, currency), start) in Amounts)
        {
            var received = trail.Where(payment => payment.To == role && payment.Amount.Currency == currency).Sum(payment => payment.Amount.Amount);
            var paid = trail.Where(payment => payment.From == role && payment.Amount.Currency == currency).Sum(payment => payment.Amount.Amount);
            Assert.True(after[(role, currency)] - start == received - paid, $"{role} {currency}: {start} became {after[(role, currency)]}, the trail says +{received} -{paid}.");
        }
        Assert.All(trail, payment => Assert.Matches("^0x[0-9a-f]{64}$", payment.TransactionId!));
    }

    private static decimal Exact(BigInteger wei) => (decimal)wei / 1_000_000_000_000_000_000m;
}
