using System.Numerics;
using System.Text.Json;
using Nethereum.Contracts;
using Nethereum.Util;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;

namespace Survey.Devnets.Ocean.Chain;

/// <summary>Puts Ocean's real contracts on an empty chain, in the order in which they need each other, and hands out play money.</summary>
internal sealed class ContractDeployer(EthereumChain chain, NpmFolder npm)
{
    private static readonly BigInteger Token = BigInteger.Pow(10, 18);

    private readonly Wallet owner = Wallet.Create(new Secret(WellKnownKeys.Key(0)), Anvil.ChainId);

    /// <summary>Deploys everything; the same account and order give the same addresses each time.</summary>
    public async Task<OceanAddresses> DeployAsync(CancellationToken cancellationToken)
    {
        var ocean = await CreateAsync("utils/OceanToken", new OneAddressDeployment { First = owner.Address }, cancellationToken);
        await SendAsync(ocean, new MintFunction { Account = owner.Address, Value = 1_000_000 * Token }, cancellationToken);
        var collector = await CreateAsync("communityFee/OPFCommunityFeeCollector", new TwoAddressDeployment { First = owner.Address, Second = owner.Address }, cancellationToken);
        var router = await CreateAsync("pools/FactoryRouter", new RouterDeployment { Owner = owner.Address, OceanToken = ocean, PoolTemplate = EthereumAddress.Dead, Collector = collector }, cancellationToken);
        var fixedRate = await CreateAsync("pools/fixedRate/FixedRateExchange", new OneAddressDeployment { First = router }, cancellationToken);
        var template = await CreateAsync("templates/ERC20Template", new PlainDeployment(), cancellationToken);
        var enterprise = await CreateAsync("templates/ERC20TemplateEnterprise", new PlainDeployment(), cancellationToken);
        var nftTemplate = await CreateAsync("templates/ERC721Template", new PlainDeployment(), cancellationToken);
        var dispenser = await CreateAsync("pools/dispenser/Dispenser", new OneAddressDeployment { First = router }, cancellationToken);
        var factory = await CreateAsync("ERC721Factory", new ThreeAddressDeployment { First = nftTemplate, Second = template, Third = router }, cancellationToken);
        await SendAsync(factory, new AddTokenTemplateFunction { Template = enterprise }, cancellationToken);
        await SendAsync(router, new AddFactoryFunction { Factory = factory }, cancellationToken);
        await SendAsync(router, new AddFixedRateFunction { FixedRate = fixedRate }, cancellationToken);
        await SendAsync(router, new AddDispenserFunction { Dispenser = dispenser }, cancellationToken);
        var escrow = await CreateAsync("escrow/Escrow", new TwoAddressDeployment { First = router, Second = collector }, cancellationToken);
        foreach (var account in Enumerable.Range(2, 8))
            await SendAsync(ocean, new TransferFunction { To = WellKnownKeys.Address(account), Amount = 10_000 * Token }, cancellationToken);
        return new OceanAddresses
        {
            ChainId = Anvil.ChainId,
            Ocean = ocean,
            Router = router,
            FixedPrice = fixedRate,
            Dispenser = dispenser,
            Erc721Factory = factory,
            Escrow = escrow,
            CommunityFeeCollector = collector,
        };
    }

    private async Task<string> CreateAsync<T>(string artifact, T message, CancellationToken cancellationToken)
        where T : ContractDeploymentMessage, new()
    {
        var name = artifact.Split('/')[^1];
        var path = npm.PathOf(["@oceanprotocol", "contracts", "artifacts", "contracts", .. artifact.Split('/')[..^1], $"{name}.sol", $"{name}.json"]);
        using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellationToken));
        message.ByteCode = document.RootElement.GetProperty("bytecode").GetString()!;
        var created = await chain.DeployAsync(owner, message, $"deploy {name}", cancellationToken);
        return AddressUtil.Current.ConvertToChecksumAddress(created.Receipt.ContractAddress);
    }

    private Task SendAsync<T>(string contract, T message, CancellationToken cancellationToken)
        where T : FunctionMessage, new() => chain.SendAsync(owner, contract, message, typeof(T).Name, cancellationToken);
}
