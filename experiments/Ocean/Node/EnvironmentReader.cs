using System.Globalization;
using System.Text.Json.Nodes;

namespace Survey.Experiments.Ocean.Node;

/// <summary>Reads the list of compute environments.</summary>
internal static class EnvironmentReader
{
    public static IReadOnlyList<EnvironmentOffer> Read(JsonNode? answer, long chainId) =>
        [.. (answer as JsonArray ?? []).OfType<JsonObject>().Select(environment => Read(environment, chainId))];

    private static EnvironmentOffer Read(JsonObject environment, long chainId)
    {
        var fee = ((environment["fees"] as JsonObject)?[chainId.ToString(CultureInfo.InvariantCulture)] as JsonArray)?.FirstOrDefault() as JsonObject;
        return new EnvironmentOffer(
            (string?)environment["id"] ?? "",
            (string?)environment["consumerAddress"] ?? "",
            [.. (environment["resources"] as JsonArray ?? []).OfType<JsonObject>().Select(Resource)],
            (fee?["prices"] as JsonArray ?? []).OfType<JsonObject>()
                .Where(price => price["id"] is not null)
                .ToDictionary(price => (string)price["id"]!, price => (decimal)Number(price["price"])),
            environment["free"] is JsonObject,
            (int)Number(environment["minJobDuration"]),
            (int)Number(environment["maxJobDuration"]),
            (string?)fee?["feeToken"],
            (string?)environment["platform"]?["architecture"] ?? "");
    }

    private static ResourceOffer Resource(JsonObject resource) => new(
        (string?)resource["id"] ?? "", (string?)resource["type"] ?? (string?)resource["id"] ?? "", Number(resource["total"]), Number(resource["max"]), (string?)resource["description"]);

    private static double Number(JsonNode? value) => value is JsonValue number && number.TryGetValue<double>(out var result) ? result : 0;
}
