using System.Text.Json.Nodes;
using Nethereum.Util;
using Survey.Devnets.Ocean.Compute;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Http;

/// <summary>Starts of jobs, free and paid. Their refusals are JSON strings.</summary>
internal sealed class StartRoutes(OceanNode node)
{
    private const int MostMetadata = 1024;

    private readonly SemaphoreSlim gate = new(1, 1);

    public IEnumerable<Route> All() =>
    [
        new("freeCompute", "POST", "/api/services/freeCompute", ErrorShape.JsonString, (request, _) => StartAsync(request, isFree: true)),
        new("computeStart", "POST", "/api/services/compute", ErrorShape.JsonString, (request, _) => StartAsync(request, isFree: false)),
    ];

    private async Task<Reply> StartAsync(NodeRequest request, bool isFree)
    {
        var (command, required) = isFree
            ? (SignatureText.FreeStartCompute, "algorithm,datasets,environment")
            : (SignatureText.StartCompute, "environment,algorithm,datasets,maxJobDuration");
        foreach (var field in required.Split(','))
        {
            if (request.Json[field] is null)
                throw Refusal.Missing(field, command, required);
        }
        if (request.Text("consumerAddress") is not { } consumer || !IsAddress(consumer))
            throw new Refusal(400, "Parameter : \"consumerAddress\" is not a valid web3 address");
        node.Authenticator.Authenticate(request, command);
        // One start after the other, so that two do not get the same free resources.
        await gate.WaitAsync(request.Aborted);
        try
        {
            var job = isFree ? await FreeAsync(request.Json, consumer, request.Aborted) : await PaidAsync(request.Json, consumer, CancellationToken.None);
            return Reply.Json(new JsonArray(JobJson.Started(job, node.Addresses.ChainId)));
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<ComputeJob> FreeAsync(JsonObject body, string consumer, CancellationToken cancellationToken)
    {
        node.Environment.Demand((string?)body["environment"]);
        var resources = node.Environment.Grant(body["resources"] as JsonArray, isFree: true, 400);
        var named = Entries(body).Where(entry => entry["documentId"] is not null).Select(node.Access.Find).ToList();
        foreach (var asset in named)
            await node.Access.DemandFreeUseAsync(asset, consumer);
        var config = node.Environment.Config;
        var asked = body["maxJobDuration"] is { } duration ? (int)duration.GetValue<double>() : config.FreeMaxJobSeconds;
        var request = await RequestAsync(body, consumer, resources, Math.Clamp(asked, config.FreeMinJobSeconds, config.FreeMaxJobSeconds), isFree: true, cancellationToken);
        node.Environment.DemandFree(resources, isFree: true);
        return Begin(new ComputeJob(request, node.Environment.ClusterHash, node.Environment.Id, node.Time.GetUtcNow()));
    }

    private async Task<ComputeJob> PaidAsync(JsonObject body, string consumer, CancellationToken cancellationToken)
    {
        if (body["payment"] is not JsonObject payment)
            throw new Refusal(500, "Cannot read properties of null (reading 'chainId')");
        node.Environment.Demand((string?)body["environment"]);
        await DemandAccessAsync(body, consumer, cancellationToken);
        Payment.Demand(node, payment);
        var config = node.Environment.Config;
        var resources = node.Environment.Grant(body["resources"] as JsonArray, isFree: false, 400);
        var seconds = Math.Min((int)body["maxJobDuration"]!.GetValue<double>(), config.MaxJobSeconds);
        var request = await RequestAsync(body, consumer, resources, seconds, isFree: false, cancellationToken);
        var amount = Pricing.ToWei(Pricing.Tokens(config, resources, seconds));
        await node.Escrow.DemandAsync(consumer, amount, seconds + config.ClaimTimeoutSeconds);
        node.Environment.DemandFree(resources, isFree: false);
        var job = new ComputeJob(request, node.Environment.ClusterHash, node.Environment.Id, node.Time.GetUtcNow());
        job.Payment = new JobPayment(node.Addresses.Ocean, await node.Escrow.LockAsync(job, consumer, amount, seconds + config.ClaimTimeoutSeconds, cancellationToken));
        return Begin(job);
    }

    private async Task DemandAccessAsync(JsonObject body, string consumer, CancellationToken cancellationToken)
    {
        var algorithm = (JsonObject)body["algorithm"]!;
        foreach (var dataset in Datasets(body).Where(entry => entry["documentId"] is not null))
            await node.Access.DemandTrustAsync(dataset, algorithm, cancellationToken);
        foreach (var entry in Entries(body).Where(entry => entry["documentId"] is not null))
            await node.Access.DemandOrderAsync(node.Access.Find(entry), consumer);
    }

    private async Task<JobRequest> RequestAsync(
        JsonObject body, string consumer, IReadOnlyDictionary<string, int> resources, int seconds, bool isFree, CancellationToken cancellationToken)
    {
        var algorithm = (JsonObject)body["algorithm"]!;
        var container = algorithm["meta"]?["container"] as JsonObject;
        var image = ImageReference.From(container)
            ?? throw new Refusal(500, $"Unable to extract docker image null from algoritm: {CanonicalJson.Write(algorithm)}");
        if (body["metadata"] is { } metadata && CanonicalJson.Write(metadata).Length > MostMetadata)
            throw new Refusal(500, "Metadata size is too large");
        await node.Images.DemandAsync(image, cancellationToken);
        return new JobRequest
        {
            Owner = consumer,
            IsFree = isFree,
            Resources = resources,
            MaxSeconds = seconds,
            Image = image,
            Entrypoint = (string?)container?["entrypoint"] ?? "",
            RawCode = (string?)algorithm["meta"]?["rawcode"],
            CustomData = algorithm["algocustomdata"]?.DeepClone(),
            Environment = (algorithm["envs"] as JsonObject ?? []).ToDictionary(entry => entry.Key, entry => entry.Value?.ToString() ?? ""),
            Inputs = [.. Datasets(body).Select(entry => Input(entry, consumer)).OfType<JobInput>()],
            Algorithm = algorithm["meta"]?["rawcode"] is null ? Input(algorithm, consumer) : null,
            Metadata = body["metadata"]?.DeepClone(),
            AdditionalViewers = body["additionalViewers"]?.DeepClone() as JsonArray,
        };
    }

    // What is neither an asset nor a file object is left out, as the node does.
    private JobInput? Input(JsonObject entry, string consumer)
    {
        if (entry["documentId"] is not null)
        {
            var named = node.Access.Find(entry);
            return new JobInput(node.Files.Open(named.Asset, named.Service), named.Asset.Did, named.ServiceId);
        }
        if (entry["fileObject"] is not JsonObject file)
            return null;
        if ((string?)file["type"] == "nodePersistentStorage")
            node.Buckets.Demand((string?)file["bucketId"] ?? "", consumer);
        return new JobInput(file.DeepClone().AsObject());
    }

    private ComputeJob Begin(ComputeJob job)
    {
        node.Engine.Start(job);
        return job;
    }

    private static IEnumerable<JsonObject> Datasets(JsonObject body) => (body["datasets"] as JsonArray ?? []).OfType<JsonObject>();

    private static IEnumerable<JsonObject> Entries(JsonObject body) => body["algorithm"] is JsonObject algorithm ? Datasets(body).Prepend(algorithm) : Datasets(body);

    private static bool IsAddress(string text) =>
        text.Length == 42 && text.StartsWith("0x", StringComparison.Ordinal) && text.Skip(2).All(char.IsAsciiHexDigit)
        && (text[2..] == text[2..].ToLowerInvariant() || AddressUtil.Current.ConvertToChecksumAddress(text) == text);
}
