using System.Globalization;
using System.Text.Json.Nodes;
using Survey.Devnets.Ocean.Auth;
using Survey.Devnets.Ocean.Compute;

namespace Survey.Devnets.Ocean.Http;

/// <summary>The quote for a paid job: which orders hold, the signed fees for those that do not, and what the escrow must hold.</summary>
internal sealed class InitializeRoutes(OceanNode node)
{
    private const string Required = "datasets,algorithm,payment,consumerAddress,environment";

    public IEnumerable<Route> All() =>
        [new("initializeCompute", "POST", "/api/services/initializeCompute", ErrorShape.Text, (request, _) => InitializeAsync(request.Json, request.Aborted))];

    private async Task<Reply> InitializeAsync(JsonObject body, CancellationToken cancellationToken)
    {
        foreach (var field in Required.Split(','))
        {
            if (body[field] is null)
                throw Refusal.Missing(field, "initializeCompute", Required);
        }
        var datasets = (body["datasets"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (datasets.Any(dataset => dataset["documentId"] is null))
            throw new Refusal(400, "Missing dataset did");
        var (algorithm, payment, consumer) = ((JsonObject)body["algorithm"]!, (JsonObject)body["payment"]!, (string?)body["consumerAddress"] ?? "");
        node.Environment.Demand((string?)body["environment"]);
        foreach (var dataset in datasets)
            await node.Access.DemandTrustAsync(dataset, algorithm, cancellationToken);
        Payment.Demand(node, payment);
        var resources = node.Environment.Grant(payment["resources"] as JsonArray, isFree: false, 500);
        await DemandImageAsync(algorithm, cancellationToken);
        var quoted = new JsonArray();
        foreach (var dataset in datasets)
            quoted.Add(await QuoteAsync(dataset, consumer));
        return Reply.Json(new JsonObject
        {
            ["algorithm"] = algorithm["documentId"] is null ? new JsonObject { ["validOrder"] = false } : await QuoteAsync(algorithm, consumer),
            ["datasets"] = quoted,
            ["payment"] = EscrowQuote(body, resources),
        });
    }

    private JsonObject EscrowQuote(JsonObject body, IReadOnlyDictionary<string, int> resources)
    {
        var config = node.Environment.Config;
        var seconds = Math.Min((int)(body["maxJobDuration"]?.GetValue<double>() ?? config.MaxJobSeconds), config.MaxJobSeconds);
        return new JsonObject
        {
            ["escrowAddress"] = node.Addresses.Escrow,
            ["payee"] = node.Key.Address,
            ["chainId"] = node.Addresses.ChainId,
            ["minLockSeconds"] = seconds + config.ClaimTimeoutSeconds,
            ["token"] = node.Addresses.Ocean,
            ["amount"] = Pricing.ToWei(Pricing.Tokens(config, resources, seconds)).ToString(CultureInfo.InvariantCulture),
        };
    }

    private async Task<JsonObject> QuoteAsync(JsonObject entry, string consumer)
    {
        var named = node.Access.Find(entry);
        var valid = await node.Access.IsOrderedAsync(named, consumer);
        var quote = new JsonObject
        {
            ["validOrder"] = valid ? named.OrderTransaction : false,
            ["did"] = named.Asset.Did,
            ["serviceId"] = named.ServiceId,
            ["datatoken"] = named.Datatoken,
            ["chainId"] = node.Addresses.ChainId,
            ["consumerAddress"] = node.Key.Address,
        };
        // The end of the fee is the service's bare timeout here, not a time; 3.2.0 does it so.
        if (!valid)
            quote["providerFee"] = node.Key.SignFee(node.Addresses.Ocean, named.Datatoken, named.ServiceId, named.TimeoutSeconds).ToJson();
        return quote;
    }

    private async Task DemandImageAsync(JsonObject algorithm, CancellationToken cancellationToken)
    {
        if (ImageReference.From(algorithm["meta"]?["container"] as JsonObject) is { Dockerfile: null } image
            && await node.Images.ManifestErrorAsync(image, cancellationToken) is { } error)
        {
            throw new Refusal(404, $"Initialize Compute failed for image {image.Reference} :{error}");
        }
    }
}
