using System.Numerics;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Node;

namespace Survey.Experiments.Ocean;

/// <summary>Everything a driver needs of one node and its chain, once it is known which they are.</summary>
internal sealed record OceanContext
{
    public required OceanClient Client { get; init; }

    public required EthereumChain Chain { get; init; }

    public required OceanAddresses Addresses { get; init; }

    /// <summary>The account that buys.</summary>
    public required Wallet Consumer { get; init; }

    /// <summary>The account that publishes and earns from the model.</summary>
    public required Wallet Publisher { get; init; }

    public required NodeAccount ConsumerAccount { get; init; }

    public required NodeAccount PublisherAccount { get; init; }

    /// <summary>Another account at the same node.</summary>
    public required Func<Wallet, NodeAccount> AccountOf { get; init; }

    /// <summary>The node's own account: it is the payee of the escrow and the consumer of every order. Empty when the node did not answer.</summary>
    public required string NodeAddress { get; init; }

    /// <summary>Where the node is, for the metadata of assets.</summary>
    public required Uri NodeUrl { get; init; }

    public required string Version { get; init; }

    /// <summary>Symbol and decimals of the token that prices are in.</summary>
    public required TokenUnit Token { get; init; }

    public required OceanSettings Settings { get; init; }

    /// <summary>Whether it is the devnet, a node or a public network.</summary>
    public required Standing Standing { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Time between two looks at a job or an asset.</summary>
    public TimeSpan Poll => Settings.Poll ?? (Standing == Standing.Devnet ? TimeSpan.FromMilliseconds(250) : TimeSpan.FromSeconds(5));

    /// <summary>Finds out what belongs to an endpoint: on the devnet from itself, otherwise from the settings.</summary>
    /// <param name="endpoint">The node.</param>
    /// <param name="settings">Settings of the network.</param>
    /// <param name="services">What the program gives to drivers.</param>
    /// <param name="isNodeNeeded">Whether a node that does not answer is an error; teardown gets back from the chain what is there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<OceanContext> OpenAsync(
        NetworkEndpoint endpoint, OceanSettings settings, NetworkServices services, bool isNodeNeeded, CancellationToken cancellationToken)
    {
        var node = endpoint.Address ?? throw new NetworkException(NetworkErrorKind.Rejected, "The Ocean network has no address: set OCEAN_NODE_URL or networks.ocean.endpoint.");
        var http = new NodeHttp(node, services.Http, services.Time);
        var (rpc, addressFile) = endpoint.Standing == Standing.Devnet ? await AskDevnetAsync(http, cancellationToken) : FromSettings(settings);
        var chain = new EthereumChain(rpc, services.Http, services.Time);
        var chainId = await chain.GetChainIdAsync();
        var addresses = OceanAddresses.Read(addressFile, chainId);
        if (!await chain.IsContractAsync(addresses.Escrow))
            throw new NetworkException(NetworkErrorKind.Rejected, $"There is no contract at {addresses.Escrow} on chain {chainId}: OCEAN_RPC_URL and OCEAN_ADDRESS_FILE do not belong together.");
        var (consumer, publisher) = endpoint.Standing == Standing.Devnet
            ? (Wallet.Create(new Secret(WellKnownKeys.Key(2)), chainId), Wallet.Create(new Secret(WellKnownKeys.Key(4)), chainId))
            : Wallets(settings, services, chainId);
        var client = new OceanClient(http);
        var status = await IdentifyAsync(client, isNodeNeeded, cancellationToken);
        return new OceanContext
        {
            Client = client,
            Chain = chain,
            Addresses = addresses,
            Consumer = consumer,
            Publisher = publisher,
            ConsumerAccount = new NodeAccount(http, consumer),
            PublisherAccount = new NodeAccount(http, publisher),
            AccountOf = wallet => new NodeAccount(http, wallet),
            NodeAddress = status is null ? "" : (string?)status["address"] ?? throw new NetworkException(NetworkErrorKind.Untrustworthy, "The ocean-node does not tell its address."),
            NodeUrl = node,
            Version = (string?)status?["version"] ?? "unknown",
            Token = await TokenUnit.ReadAsync(chain, addresses.Ocean),
            Settings = settings,
            Standing = endpoint.Standing,
            Time = services.Time,
        };
    }

    private static async Task<JsonObject?> IdentifyAsync(OceanClient client, bool isNodeNeeded, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetStatusAsync(cancellationToken);
        }
        catch (NetworkException exception) when (!isNodeNeeded && exception.Kind == NetworkErrorKind.Transient)
        {
            return null;
        }
    }

    private static async Task<(Uri Rpc, string AddressFile)> AskDevnetAsync(NodeHttp http, CancellationToken cancellationToken)
    {
        var status = await http.JsonAsync(() => new HttpRequestMessage(HttpMethod.Get, new Uri(http.Address, "/devnet/status")), "tell where its chain is", cancellationToken);
        return ((string?)status?["endpoints"]?["rpc"], (string?)status?["labels"]?["address-file"]) is ({ } rpc, { } file)
            ? (new Uri(rpc), file)
            : throw new NetworkException(NetworkErrorKind.Rejected, $"{http.Address} is no Ocean devnet: start one with the Devnet target, or give --real.");
    }

    private static (Uri Rpc, string AddressFile) FromSettings(OceanSettings settings)
    {
        if (settings.Rpc is not { Length: > 0 } rpc || !Uri.TryCreate(rpc, UriKind.Absolute, out var uri))
            throw new NetworkException(NetworkErrorKind.Rejected, "The Ocean network has no chain: set OCEAN_RPC_URL (settings.rpc) to the JSON-RPC address of the node's chain.");
        if (settings.AddressFile is not { Length: > 0 } file)
            throw new NetworkException(NetworkErrorKind.Rejected, "The Ocean network has no contracts: set OCEAN_ADDRESS_FILE (settings.addressFile) to the address.json of the node.");
        return (uri, file);
    }

    private static (Wallet Consumer, Wallet Publisher) Wallets(OceanSettings settings, NetworkServices services, long chainId)
    {
        var consumer = Wallet.Create(services.ResolveSecret(settings.PrivateKey), chainId);
        return (consumer, settings.PublisherKey is { } key ? Wallet.Create(services.ResolveSecret(key), chainId) : consumer);
    }
}

/// <summary>A token's symbol and the power of ten between its unit and its smallest part.</summary>
internal sealed record TokenUnit(string Symbol, int Decimals)
{
    private readonly decimal scale = (decimal)BigInteger.Pow(10, Decimals);

    /// <summary>The chain's own coin.</summary>
    public static TokenUnit Coin { get; } = new("ETH", 18);

    public static async Task<TokenUnit> ReadAsync(EthereumChain chain, string token) => new(
        await chain.QueryAsync<SymbolFunction, string>(token, new()), await chain.QueryAsync<DecimalsFunction, byte>(token, new()));

    /// <summary>The amount as money; exact up to 28 digits.</summary>
    public Money ToMoney(BigInteger smallest) => new((decimal)smallest / scale, Symbol);

    public BigInteger ToSmallest(decimal amount) => new(amount * scale);
}
