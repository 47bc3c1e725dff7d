using System.Numerics;
using Nethereum.Contracts;
using Nethereum.Signer;
using Survey.Devnets.Ocean.Chain;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>What is signed and encoded here, as a real EVM node sees it.</summary>
public sealed class ChainTests(ChainFixture fixture) : IClassFixture<ChainFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_IsFromTheSignersAddress_WhenTheChainRecoversIt()
    {
        var (chain, addresses) = (fixture.Chain.Chain, fixture.Chain.Addresses);
        var key = EthECKey.GenerateKey();
        var stranger = Wallet.Create(new Secret("0x" + Convert.ToHexStringLower(key.GetPrivateKeyAsBytes())), Anvil.ChainId);
        Assert.Equal(key.GetPublicAddress(), stranger.Address);
        await chain.For(ChainFixture.Account(9)).Client.SendRequestAsync<string>(
            "anvil_setBalance", null, stranger.Address, "0xde0b6b3a7640000");

        var mined = await chain.SendAsync(
            stranger, addresses.Ocean, new ApproveFunction { Spender = addresses.Escrow, Amount = 123 }, "approve", Token);

        Assert.Equal(stranger.Address.ToLowerInvariant(), mined.Receipt.From);
        Assert.Equal(123, await chain.QueryAsync<AllowanceFunction, BigInteger>(addresses.Ocean, new() { Owner = stranger.Address, Spender = addresses.Escrow }));
        Assert.Equal(BigInteger.Parse("1000000000000000000") - mined.GasCost, await chain.GetBalanceAsync(stranger.Address));
    }

    [Fact]
    public async Task SignText_IsWhatTheChainsNodeSigns_WhenBothHaveTheKey()
    {
        var wallet = ChainFixture.Account(3);
        var web3 = fixture.Chain.Chain.For(wallet);
        foreach (var text in new[] { "", "hello", new string('x', 300), "0x" + new string('0', 64) })
        {
            var hex = "0x" + Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));
            var theirs = await web3.Client.SendRequestAsync<string>("personal_sign", null, hex, wallet.Address);
            Assert.Equal(theirs, wallet.SignText(text));
        }
    }

    [Fact]
    public async Task Events_AreDecoded_WhenAnAssetIsCreated()
    {
        var (chain, addresses) = (fixture.Chain.Chain, fixture.Chain.Addresses);
        var wallet = ChainFixture.Account(4);
        var created = await chain.SendAsync(
            wallet,
            addresses.Erc721Factory,
            new CreateWithDispenserFunction
            {
                Nft = new() { Name = "ä model", Symbol = "M", Owner = wallet.Address },
                Datatoken = new()
                {
                    TemplateIndex = 1,
                    Strings = ["model DT", "DT"],
                    Addresses = [wallet.Address, wallet.Address, EthereumAddress.Zero, EthereumAddress.Zero],
                    Numbers = [BigInteger.Pow(10, 21), 0],
                },
                Dispenser = new() { DispenserAddress = addresses.Dispenser, MaxTokens = BigInteger.Pow(10, 18), MaxBalance = BigInteger.Pow(10, 18), AllowedSwapper = EthereumAddress.Zero },
            },
            "publish",
            Token);

        var nft = Assert.Single(created.Receipt.DecodeAllEvents<NftCreatedEvent>()).Event;
        var datatoken = Assert.Single(created.Receipt.DecodeAllEvents<DatatokenCreatedEvent>()).Event;
        Assert.Equal("ä model", nft.TokenName);
        Assert.True(nft.Transferable);
        Assert.Equal(nft.NewTokenAddress, await chain.QueryAsync<NftListFunction, string>(addresses.Erc721Factory, new() { Nft = nft.NewTokenAddress }));
        Assert.Equal([datatoken.NewTokenAddress], await chain.QueryAsync<GetTokensListFunction, List<string>>(nft.NewTokenAddress, new()));
        Assert.Equal([addresses.Dispenser], await chain.QueryAsync<GetDispensersFunction, List<string>>(datatoken.NewTokenAddress, new()));
        Assert.Empty((await chain.ReadAsync<GetFixedRatesFunction, FixedRatesOutput>(datatoken.NewTokenAddress, new())).Rates);
        Assert.True((await chain.ReadAsync<DispenserStatusFunction, DispenserStatusOutput>(addresses.Dispenser, new() { Datatoken = datatoken.NewTokenAddress })).Active);
    }

    [Fact]
    public async Task Send_TellsTheContractsReason_WhenItReverts()
    {
        var addresses = fixture.Chain.Addresses;
        var refused = await Assert.ThrowsAsync<NetworkException>(() => fixture.Chain.Chain.SendAsync(
            ChainFixture.Account(5), addresses.Escrow, new WithdrawFunction { Tokens = [addresses.Ocean], Amounts = [] }, "withdraw", Token));
        Assert.Equal(NetworkErrorKind.Rejected, refused.Kind);
        Assert.Contains("withdraw", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NeverReusesANonce_WhenManySendAtOnce()
    {
        var (chain, addresses) = (fixture.Chain.Chain, fixture.Chain.Addresses);
        var wallet = ChainFixture.Account(6);
        var mined = await Task.WhenAll(Enumerable.Range(1, 12).Select(amount => chain.SendAsync(
            wallet, addresses.Ocean, new ApproveFunction { Spender = wallet.Address, Amount = amount }, "approve", Token)));
        Assert.Equal(12, mined.Select(transaction => transaction.Hash).Distinct().Count());
    }

    [Fact]
    public async Task Start_SendsNoTransaction_WhenTheContractsAreCached()
    {
        _ = fixture.Chain;
        using var cache = new TemporaryFolder();
        var (first, second) = (new TransactionCounter(), new TransactionCounter());

        await using (var deploying = await StartAsync(first))
            Assert.False(deploying.FromCache);
        await using var cached = await StartAsync(second);

        Assert.True(first.Sent > 10, $"{first.Sent} transactions have deployed Ocean's contracts.");
        Assert.Equal(0, second.Sent);
        Assert.True(cached.FromCache);
        Assert.Equal(fixture.Chain.Addresses, cached.Addresses);
        Assert.True(await cached.Chain.IsContractAsync(cached.Addresses.Escrow));

        Task<LocalChain> StartAsync(TransactionCounter counter) =>
            LocalChain.StartAsync(NpmFolder.OfRepository(), cache.Path, new HttpClient(counter), TimeProvider.System, Token);
    }

    [Fact]
    public void Wallet_IsRefused_WhenTheKeyIsAnvilsAndTheChainIsNot()
    {
        var refused = Assert.Throws<NetworkException>(() => Wallet.Create(new Secret(WellKnownKeys.Key(2)), 11155111));
        Assert.Equal(NetworkErrorKind.Unauthorized, refused.Kind);
        Assert.DoesNotContain(WellKnownKeys.Key(2), refused.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("secretsecret")]
    [InlineData("0x00")]
    public void Wallet_DoesNotQuoteTheKey_WhenItIsNone(string key) =>
        Assert.DoesNotContain(key, Assert.Throws<NetworkException>(() => Wallet.Create(new Secret(key), 1)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void WellKnownKeys_AreTheKeysOfTheirAddresses_WhenDerived() =>
        Assert.All(Enumerable.Range(0, 10), account => Assert.Equal(WellKnownKeys.Address(account), new EthECKey(WellKnownKeys.Key(account)).GetPublicAddress()));

    /// <summary>Counts what is sent to the chain to change it.</summary>
    private sealed class TransactionCounter() : DelegatingHandler(new HttpClientHandler())
    {
        public int Sent { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content && (await content.ReadAsStringAsync(cancellationToken)).Contains("eth_sendRawTransaction", StringComparison.Ordinal))
                Sent++;
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
