using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Survey.Devnets.Ocean.Assets;
using Survey.Devnets.Ocean.Http;
using Survey.Devnets.Ocean.Storage;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>An asset that a request names, found and allowed.</summary>
internal sealed record NamedAsset(Asset Asset, JsonObject Service, int ServiceIndex, string? OrderTransaction)
{
    public string Datatoken => (string?)Service["datatokenAddress"] ?? "";

    public string ServiceId => (string?)Service["id"] ?? "";

    public long TimeoutSeconds => (long?)Service["timeout"] ?? 0;
}

/// <summary>Finds the assets of a request, and checks which algorithm may run on which dataset, and who ordered what.</summary>
internal sealed class AssetAccess(AssetStore store, FileObjects files, Orders orders, OceanSwitches switches)
{
    /// <summary>The asset that an entry names, if it may be ordered now.</summary>
    /// <exception cref="Refusal">It may not, or there is no such service.</exception>
    public NamedAsset Find(JsonObject entry)
    {
        var asset = store.Orderable((string?)entry["documentId"] ?? "");
        var (service, index) = asset.FindService((string?)entry["serviceId"])
            ?? throw new Refusal(500, $"Service {(string?)entry["serviceId"]} not found in DDO {asset.Did}");
        return new NamedAsset(asset, service, index, (string?)entry["transferTxId"]);
    }

    /// <summary>Checks that the dataset trusts the algorithm: by its checksums, its publisher, or because raw code is allowed.</summary>
    /// <exception cref="Refusal">It does not.</exception>
    public async Task DemandTrustAsync(JsonObject dataset, JsonObject algorithm, CancellationToken cancellationToken)
    {
        var did = (string?)dataset["documentId"] ?? "";
        var asset = store.Orderable(did);
        var compute = asset.FindService((string?)dataset["serviceId"])?.Service["compute"] as JsonObject;
        var algorithmDid = (string?)algorithm["documentId"];
        var trusted = algorithmDid is null
            ? (bool?)compute?["allowRawAlgorithm"] == true
            : compute is not null && await IsTrustedAsync(compute, algorithm, store.Orderable(algorithmDid), cancellationToken);
        if (!trusted)
            throw new Refusal(400, $"Algorithm {algorithmDid ?? "undefined"} not allowed to run on the dataset: {did}");
    }

    /// <summary>Whether the entry's order is there and good.</summary>
    public async Task<bool> IsOrderedAsync(NamedAsset named, string consumer) => named.OrderTransaction is { Length: > 0 } transaction
        && await orders.IsValidAsync(transaction, named.Datatoken, named.ServiceIndex, named.TimeoutSeconds, consumer);

    /// <summary>Checks the order that a paid start must name.</summary>
    /// <exception cref="Refusal">It names none, or it does not hold.</exception>
    public async Task DemandOrderAsync(NamedAsset named, string consumer)
    {
        if (named.OrderTransaction is not { Length: > 0 })
            throw new Refusal(500, $"Missing transferTxId for DDO {named.Asset.Did}");
        if (!await IsOrderedAsync(named, consumer))
            throw new Refusal(500, $"TxId Service {named.OrderTransaction} is not valid for DDO {named.Asset.Did} and service {named.ServiceId}");
    }

    /// <summary>Checks that a free job may use the asset: it has no price, or the caller owns or ordered it.</summary>
    /// <exception cref="Refusal">It may not.</exception>
    public async Task DemandFreeUseAsync(NamedAsset named, string consumer)
    {
        if (switches.FreeJobWithoutOrder || !named.Asset.IsPriced(named.Datatoken) || string.Equals(named.Asset.Owner, consumer, StringComparison.OrdinalIgnoreCase))
            return;
        await DemandOrderAsync(named, consumer);
    }

    /// <summary>Checks the order of a download; the buyer names himself, not the node, as its consumer.</summary>
    /// <exception cref="Refusal">It does not hold.</exception>
    public async Task DemandDownloadAsync(NamedAsset named, string consumer)
    {
        if (!await orders.IsValidAsync(named.OrderTransaction ?? "", named.Datatoken, named.ServiceIndex, named.TimeoutSeconds, consumer, forDownload: true))
            throw new Refusal(500, $"Validating transaction failed: {named.OrderTransaction}");
    }

    private async Task<bool> IsTrustedAsync(JsonObject compute, JsonObject entry, Asset algorithm, CancellationToken cancellationToken)
    {
        var publishers = (compute["publisherTrustedAlgorithmPublishers"] as JsonArray ?? []).Select(value => (string?)value).ToList();
        if (publishers.Contains("*") || publishers.Contains(algorithm.Owner, StringComparer.OrdinalIgnoreCase))
            return true;
        var listed = (compute["publisherTrustedAlgorithms"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (listed.Any(trusted => (string?)trusted["did"] == "*"))
            return true;
        var match = listed.FirstOrDefault(trusted => (string?)trusted["did"] == algorithm.Did);
        return match is not null
            && algorithm.Document["metadata"]?["algorithm"]?["container"] is JsonObject container
            && (string?)match["containerSectionChecksum"] == AssetIds.ContainerChecksum((string?)container["entrypoint"] ?? "", (string?)container["checksum"] ?? "")
            && (string?)match["filesChecksum"] == await FilesChecksumAsync(algorithm, entry, cancellationToken);
    }

    private async Task<string?> FilesChecksumAsync(Asset algorithm, JsonObject entry, CancellationToken cancellationToken)
    {
        if (algorithm.FindService((string?)entry["serviceId"]) is not { } found)
            return null;
        var file = await files.ReadAsync(files.Open(algorithm, found.Service), cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(file.Content));
    }
}
