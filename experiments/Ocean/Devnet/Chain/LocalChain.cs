using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Survey.Experiments.Ocean.Chain;

namespace Survey.Devnets.Ocean.Chain;

/// <summary>
/// The local chain with Ocean's contracts on it. They are deployed once per version of the packages; later starts load the state.
/// </summary>
internal sealed class LocalChain : IAsyncDisposable
{
    // Part of the cache's key: raise it when the deployer does something else.
    private const string DeployerVersion = "1";

    private readonly Anvil anvil;

    private LocalChain(Anvil anvil, EthereumChain chain, OceanAddresses addresses, bool fromCache) =>
        (this.anvil, Chain, Addresses, FromCache) = (anvil, chain, addresses, fromCache);

    public Uri Rpc => anvil.Rpc;

    public EthereumChain Chain { get; }

    public OceanAddresses Addresses { get; }

    /// <summary>Whether the contracts came from an earlier start.</summary>
    public bool FromCache { get; }

    /// <summary>Starts the chain.</summary>
    /// <param name="npm">Where anvil and the contracts are.</param>
    /// <param name="cacheFolder">Where the state is kept between starts.</param>
    /// <param name="http">For JSON-RPC.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<LocalChain> StartAsync(
        NpmFolder npm, string cacheFolder, HttpClient http, TimeProvider time, CancellationToken cancellationToken)
    {
        await npm.EnsureAsync(time, cancellationToken);
        var program = Program(npm);
        Directory.CreateDirectory(cacheFolder);
        var key = await KeyAsync(npm, cancellationToken);
        var (state, addresses) = (Path.Combine(cacheFolder, $"{key}.state.json"), Path.Combine(cacheFolder, $"{key}.addresses.json"));
        var fromCache = File.Exists(addresses) && File.Exists(state);
        if (!fromCache)
            await BuildAsync(program, npm, state, addresses, http, time, cancellationToken);
        var anvil = await Anvil.StartAsync(program, state, null, cancellationToken);
        var known = JsonSerializer.Deserialize<OceanAddresses>(await File.ReadAllBytesAsync(addresses, cancellationToken))!;
        return new LocalChain(anvil, new EthereumChain(anvil.Rpc, http, time), known, fromCache);
    }

    /// <summary>The address file, in the form of Ocean's own tools.</summary>
    public string AddressFile() => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["development"] = new
        {
            chainId = Addresses.ChainId,
            startBlock = 0,
            Addresses.Ocean,
            Addresses.Router,
            Addresses.FixedPrice,
            Addresses.Dispenser,
            ERC721Factory = Addresses.Erc721Factory,
            Addresses.Escrow,
            OPFCommunityFeeCollector = Addresses.CommunityFeeCollector,
        },
    });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => anvil.DisposeAsync();

    private static async Task BuildAsync(
        string program, NpmFolder npm, string state, string addresses, HttpClient http, TimeProvider time, CancellationToken cancellationToken)
    {
        // Two processes may build at once: each writes its own files, and the last rename wins with the same content.
        var draft = $"{state}.{Environment.ProcessId}.{Guid.NewGuid():N}";
        OceanAddresses known;
        await using (var anvil = await Anvil.StartAsync(program, null, draft, cancellationToken))
            known = await new ContractDeployer(new EthereumChain(anvil.Rpc, http, time), npm).DeployAsync(cancellationToken);
        if (!File.Exists(draft))
            throw new InvalidOperationException($"anvil ended without writing its state to {draft}.");
        File.Move(draft, state, overwrite: true);
        await File.WriteAllBytesAsync(draft, JsonSerializer.SerializeToUtf8Bytes(known), cancellationToken);
        File.Move(draft, addresses, overwrite: true);
    }

    private static string Program(NpmFolder npm)
    {
        var platform = OperatingSystem.IsWindows() ? "win32" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";
        var path = npm.PathOf("@foundry-rs", $"anvil-{platform}-{processor}", "bin", OperatingSystem.IsWindows() ? "anvil.exe" : "anvil");
        return File.Exists(path) ? path : throw new InvalidOperationException($"npm has no anvil for {platform} on {processor}: {path} is missing.");
    }

    private static async Task<string> KeyAsync(NpmFolder npm, CancellationToken cancellationToken)
    {
        var versions = await File.ReadAllTextAsync(Path.Combine(npm.Folder, "package-lock.json"), cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(DeployerVersion + versions)))[..16];
    }
}
