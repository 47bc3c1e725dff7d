using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>Describes an asset on the chain and waits until the node has seen it; the answer is the transaction.</summary>
internal delegate Task<string> Describing(string ddo, string cipher, bool isWrong, CancellationToken cancellationToken);

/// <summary>The assets of recording 08 whose publishing was not recorded: one for each state that was tried from the start.</summary>
internal sealed partial class FreshAssets(OceanFixture fixture, OceanContext context, Substitutions known, Describing describe)
{
    private readonly Dictionary<string, JsonObject> descriptions = [];
    private readonly Dictionary<string, string> published = [];
    private readonly AssetPublisher publisher = new(context, new MoneyTrail(context));

    /// <summary>Keeps what the recording shows of the assets: the description in an answer, or in a check of it.</summary>
    public void Learn(IEnumerable<TranscriptEntry> entries)
    {
        foreach (var ddo in entries.SelectMany(entry => new[] { entry.ResponseBody, entry.RequestBody?["ddo"] }).OfType<JsonObject>())
        {
            if (ddo["services"] is JsonArray && (string?)ddo["id"] is { } did && !descriptions.ContainsKey(did))
                descriptions[did] = ddo.DeepClone().AsObject();
        }
    }

    /// <summary>Publishes or changes the asset of an entry.</summary>
    /// <returns>The block in which its state changed; null when it did not.</returns>
    public async Task<long?> BeforeAsync(TranscriptEntry entry, CancellationToken cancellationToken)
    {
        if (Step().Match(entry.Note) is not { Success: true } step)
            return null;
        var did = entry.Path.Split('/')[^1];
        if (!published.TryGetValue(did, out var nft))
            nft = published[did] = await PublishAsync(did, cancellationToken);
        if (step.Groups["before"].Success)
            return null;
        var state = step.Groups["back"].Success ? AssetState.Active : (AssetState)int.Parse(step.Groups["state"].Value, CultureInfo.InvariantCulture);
        return (long)(await publisher.SetStateAsync(nft, state, cancellationToken)).Receipt.BlockNumber.Value;
    }

    private async Task<string> PublishAsync(string did, CancellationToken cancellationToken)
    {
        var ddo = descriptions[did];
        // The node's own additions.
        ddo.Remove("datatokens");
        ddo.Remove("indexedMetadata");
        var (nft, datatoken) = await publisher.CreateAsync(new AssetDraft(AssetRole.Dataset, did, "", [], 0, 86400, null, []), cancellationToken);
        known.Add(did, AssetIds.Did(nft, context.Addresses.ChainId));
        known.Add((string)ddo["nftAddress"]!, nft);
        known.Add((string)ddo["services"]![0]!["datatokenAddress"]!, datatoken);
        var text = known.Apply(CanonicalJson.Write(ddo));
        await describe(text, fixture.Devnet.Node.Key.Encrypt(Encoding.UTF8.GetBytes(text)), false, cancellationToken);
        return nft;
    }

    [GeneratedRegex("^fresh asset, state (?<state>\\d)(?<back>, then 0)?: ddo(?<before> before)?$")]
    private static partial Regex Step();
}
