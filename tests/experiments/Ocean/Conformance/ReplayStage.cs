using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Nethereum.Hex.HexConvertors.Extensions;
using Survey.Devnets.Ocean.Compute;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>What happened on the chain between the recorded requests, done again here.</summary>
internal sealed class ReplayStage
{
    private static readonly (AssetRole Role, string Did, string Nft, string Datatoken, string ServiceId, decimal Price)[] Recorded =
    [
        (AssetRole.Algorithm, "did:op:5596a837c68a80a781220447646381af05f82d7062e47727da68c6409caecc8d", "0x8aCd85898458400f7Db866d53FCFF6f0D49741FF",
            "0xe082b26cEf079a095147F35c9647eC97c2401B83", "78657d711de48790886ea668cd097c6ef940345ae96176d54ed6df3bce6d617b", 0),
        (AssetRole.Model, "did:op:1b1e94cca5b84473bc2e4b47bd5c8c8d64acb43e0ae32e610a89854d867db87d", "0x788F1E4a99fa704Edb43fAE71946cFFDDcC16ccB",
            "0x0Db1D0Cfcba97F7dc5AF76cfEC1a646c33cD9297", "743ae88dc995672fe7fe9bac09bb47847d9a282c530d7d453480d007a0ba57ec", 5),
        (AssetRole.Dataset, "did:op:8f23a3cf9c198fdaa147b904b54ac2d21da0f1dfb3f2ecde900d2f630c32e39c", "0x88577731Cc84560fE297792ab784b600A54728E2",
            "0xD605c48ae0C94D0A510Ae053F62042b7D467918E", "46ca5dd9174166be0c8dd03500cc4a62f698fc41417fa684c4d748723a18e8bb", 0),
    ];

    // The transactions that described the assets first, and the one whose hash is of another text.
    private static readonly Dictionary<string, string> Descriptions = new()
    {
        ["algo: encrypt DDO text"] = "0x12dd7268c3c675c85019848e6d8cba0b6ff724af4128305fb7dbb36ff90453eb",
        ["model: encrypt DDO text"] = "0x561d23d87fcb89f215387d60134f9e30bf298d8cc34c755563ea89900c889400",
        ["data: encrypt DDO text"] = "0xd7f6bfbe9ea8a1b8f6a2256d0cac6cfd52ab06ef091eefb6983ee8c4cb264f02",
    };

    private const string WrongDescription = "0x71074b58a7475f83324054726fbcf77dcb5fdf819d78638449f90fe5fbbd3b21";

    private readonly ConformanceFixture fixture;
    private readonly OceanContext context;
    private readonly Substitutions known;
    private readonly MoneyTrail trail;
    private readonly FreshAssets fresh;
    private readonly Dictionary<AssetRole, PublishedAsset> assets = [];
    private string datasetText = "";
    private Func<Task> pending = () => Task.CompletedTask;

    public ReplayStage(ConformanceFixture fixture, OceanContext context, Substitutions known)
    {
        (this.fixture, this.context, this.known) = (fixture, context, known);
        trail = new MoneyTrail(context);
        fresh = new FreshAssets(fixture, context, known, DescribeAsync);
    }

    private AssetPublisher Publisher => new(context, trail);

    /// <summary>Creates the three NFTs, without descriptions, and learns everything that is known before the first request.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var node = fixture.Devnet.Node;
        known.Add("<node>", fixture.Devnet.Endpoints["api"]);
        known.Add("<files>", fixture.Files.ToString().TrimEnd('/'));
        known.Add("sleep 4", "sleep 0.4");
        known.Add("<closed>", "http://localhost:9");
        known.Add("<registry>", fixture.Registry);
        known.Add("<closed-registry>", "localhost:9");
        known.Add("<registry-by-ip>", $"127.0.0.1:{fixture.Files.Port}");
        known.Add("0xff1004b67de08fc505fbf0a2089010d0f23015338c7def8557697513c4a39935-0x40a0afd22c27f9007d79c0714ddefdded9b106c3a7565cdc97963ce708ae4225", node.Environment.Id);
        known.Add("0xff1004b67de08fc505fbf0a2089010d0f23015338c7def8557697513c4a39935", node.Environment.ClusterHash);
        // Trust is by checksum, so the recorded checksum of the algorithm's file becomes that of ours.
        known.Add("d6ac6ed28478e87af118195dc89fb50170c5bd95114e65de3f777d065c3a40ab", Convert.ToHexStringLower(SHA256.HashData(OceanFixture.Algorithm)));
        foreach (var (role, did, nft, datatoken, serviceId, price) in Recorded)
        {
            var draft = new AssetDraft(role, role.ToString(), "", [], price, 86400, null, []);
            var (ourNft, ourDatatoken) = await Publisher.CreateAsync(draft, cancellationToken);
            var asset = new PublishedAsset(role, draft.Name, AssetIds.Did(ourNft, context.Addresses.ChainId), ourNft, ourDatatoken, serviceId, "");
            assets[role] = asset;
            known.Add(did, asset.Did);
            known.Add(nft, ourNft);
            known.Add(datatoken, ourDatatoken);
        }
    }

    /// <summary>Looks at a recording before its first entry.</summary>
    public void Open(IReadOnlyList<TranscriptEntry> entries) => fresh.Learn(entries);

    /// <summary>Does what belongs before an entry.</summary>
    public async Task BeforeAsync(string file, TranscriptEntry entry, CancellationToken cancellationToken)
    {
        // The description was looked for once more before its transaction was sent.
        if (!entry.Note.EndsWith("before metadata transaction", StringComparison.Ordinal))
        {
            var action = pending;
            pending = () => Task.CompletedTask;
            await action();
        }
        switch (file, entry.Sequence)
        {
            case ("03-environments-initialize", 19):
                await OrderAsync(cancellationToken);
                break;
            case ("07-errors", 4):
                await DepositAsync(Tokens(3), cancellationToken);
                break;
            case ("07-errors", 6):
                await AuthorizeAsync(Tokens(3), 60, cancellationToken);
                break;
            case ("07-errors", 20):
                await TrustAsync([], cancellationToken);
                break;
            case ("07-errors", 22):
                await TrustAsync(null, cancellationToken);
                break;
            case ("07-errors", 85):
                fixture.Devnet.Limit.MostPerMinute = 1;
                break;
            // What 07 has deposited, with a lock time that is long enough.
            case ("05-paid-job", 2):
                fixture.Devnet.Limit.MostPerMinute = 0;
                await AuthorizeAsync(Tokens(3), 3720, cancellationToken);
                break;
            case ("05-paid-job", 22 or 25 or 49):
                await UntilIndexedAsync(await context.Chain.GetBlockNumberAsync(), cancellationToken);
                break;
            case ("05-paid-job", 23 or 47):
                await fixture.Devnet.Node.Escrow.SettleAsync(cancellationToken);
                await UntilIndexedAsync(await context.Chain.GetBlockNumberAsync(), cancellationToken);
                break;
            case ("05-paid-job", 29):
                await DepositAsync(Tokens(3), cancellationToken);
                await AuthorizeAsync(Tokens(9) / 2, 3780, cancellationToken);
                break;
        }
        switch (file, entry.Sequence)
        {
            case ("04-free-job", 11 or 13) or ("05-paid-job", 8 or 34 or 36) or ("06-abnormal-ends", 11):
                await UntilAsync(jobs => jobs.Any(job => job is { Status: JobStatus.Running, AlgorithmStart: not null }), cancellationToken);
                break;
            case ("04-free-job", 17) or ("09-auth-and-storage", 32):
                await UntilAsync(jobs => jobs.All(job => !job.IsRunning), cancellationToken);
                break;
        }
        if (entry.Path == "/api/services/freeCompute" && !entry.Note.StartsWith("free start while", StringComparison.Ordinal))
            await UntilAsync(jobs => jobs.All(job => !job.IsRunning), cancellationToken);
        if (entry is { Note: "status poll", Ending: not null })
            await UntilAsync(jobs => jobs.All(job => !job.IsRunning), cancellationToken);
        if (file == "08-update-and-states")
            await StateAsync(entry.Note, cancellationToken);
        if (await fresh.BeforeAsync(entry, cancellationToken) is { } block)
            await UntilIndexedAsync(block, cancellationToken);
    }

    /// <summary>Notes what belongs after an entry: an encrypted description goes to the chain.</summary>
    public void After(TranscriptEntry entry, string answer, CancellationToken cancellationToken)
    {
        var isDescription = entry.Path.StartsWith("/api/services/encrypt", StringComparison.Ordinal) && entry.Status == 200 && entry.RequestType == "application/octet-stream"
            && ((string?)entry.RequestBody?["text"])?.Contains("@context", StringComparison.Ordinal) == true;
        if (isDescription && answer.StartsWith("0x04", StringComparison.Ordinal))
        {
            if (entry.Note == "data: encrypt DDO text")
                datasetText = known.Apply((string)entry.RequestBody!["text"]!);
            var isWrong = entry.Note.Contains("wrong hash", StringComparison.Ordinal);
            var recorded = isWrong ? WrongDescription : Descriptions.GetValueOrDefault(entry.Note, "");
            pending = async () => known.Add(recorded, await DescribeAsync(known.Apply((string)entry.RequestBody!["text"]!), answer, isWrong, cancellationToken));
        }
    }

    private async Task<string> DescribeAsync(string ddo, string cipher, bool isWrong, CancellationToken cancellationToken)
    {
        var message = new SetMetaDataFunction
        {
            DecryptorUrl = fixture.Devnet.Endpoints["api"],
            Data = cipher.HexToByteArray(),
            Hash = AssetIds.Sha256(isWrong ? "something else" : ddo).HexToByteArray(),
        };
        var mined = await context.Chain.SendAsync(context.Publisher, (string)JsonNode.Parse(ddo)!["nftAddress"]!, message, "describe", cancellationToken);
        await UntilIndexedAsync((long)mined.Receipt.BlockNumber.Value, cancellationToken);
        return mined.Hash;
    }

    // The list of trusted algorithms of the dataset: another one for a while, or the recorded one again.
    private async Task TrustAsync(JsonArray? list, CancellationToken cancellationToken)
    {
        var ddo = JsonNode.Parse(datasetText)!;
        if (list is not null)
            ddo["services"]![0]!["compute"]!["publisherTrustedAlgorithms"] = list;
        var text = CanonicalJson.Write(ddo);
        await DescribeAsync(text, fixture.Devnet.Node.Key.Encrypt(System.Text.Encoding.UTF8.GetBytes(text)), isWrong: false, cancellationToken);
    }

    private async Task StateAsync(string note, CancellationToken cancellationToken)
    {
        var (state, is0) = (System.Text.RegularExpressions.Regex.Match(note, "^ddo after state (\\d)$"), note.StartsWith("ddo after returning from", StringComparison.Ordinal));
        if (!state.Success && !is0)
            return;
        var mined = await Publisher.SetStateAsync(assets[AssetRole.Dataset].Nft, state.Success ? (AssetState)int.Parse(state.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : AssetState.Active, cancellationToken);
        await UntilIndexedAsync((long)mined.Receipt.BlockNumber.Value, cancellationToken);
    }

    private async Task OrderAsync(CancellationToken cancellationToken)
    {
        var desk = new OrderDesk(context, trail);
        foreach (var (role, recorded) in new[]
        {
            (AssetRole.Model, "0x5d87060766d789ca7d5094e6068a9cf353c525d11ba0c81b0412748740318e0a"),
            (AssetRole.Dataset, "0x15a7cf7dcfe92bf9f346ebde78f9ff89663847613af2c3094a3722dcd5de067d"),
            (AssetRole.Algorithm, "0xbda724ab7ae368aee52e2a43a27a8825bb5d94e1b197607f5bf4a1e4ae9d2f42"),
        })
        {
            var asset = assets[role];
            var node = fixture.Devnet.Node;
            var fee = Devnets.Ocean.Auth.FeeJson.ToJson(node.Key.SignFee(context.Addresses.Ocean, asset.Datatoken, asset.ServiceId, 86400));
            known.Add(recorded, await desk.OrderAsync(asset, new JsonObject { ["validOrder"] = false, ["providerFee"] = fee }, cancellationToken));
        }
    }

    private async Task DepositAsync(BigInteger amount, CancellationToken cancellationToken)
    {
        await EscrowAsync(new ApproveFunction { Spender = context.Addresses.Escrow, Amount = amount }, context.Addresses.Ocean, cancellationToken);
        await EscrowAsync(new DepositFunction { Token = context.Addresses.Ocean, Amount = amount }, context.Addresses.Escrow, cancellationToken);
    }

    private Task AuthorizeAsync(BigInteger amount, int seconds, CancellationToken cancellationToken) => EscrowAsync(
        new AuthorizeFunction { Token = context.Addresses.Ocean, Payee = context.NodeAddress, MaxLockedAmount = amount, MaxLockSeconds = seconds, MaxLockCounts = 5 },
        context.Addresses.Escrow, cancellationToken);

    private async Task EscrowAsync<T>(T message, string contract, CancellationToken cancellationToken)
        where T : Nethereum.Contracts.FunctionMessage, new() => await context.Chain.SendAsync(context.Consumer, contract, message, "escrow", cancellationToken);

    private async Task UntilAsync(Func<IReadOnlyList<ComputeJob>, bool> holds, CancellationToken cancellationToken)
    {
        while (!holds(fixture.Devnet.Node.Engine.Jobs))
            await Task.Delay(10, cancellationToken);
    }

    private async Task UntilIndexedAsync(long block, CancellationToken cancellationToken)
    {
        while (fixture.Devnet.Node.Indexer.Block < block)
            await Task.Delay(10, cancellationToken);
    }

    private static BigInteger Tokens(int count) => count * BigInteger.Pow(10, 18);
}
