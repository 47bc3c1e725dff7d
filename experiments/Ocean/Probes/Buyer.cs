using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Probes;

/// <summary>Looks at an asset as somebody who wants to use it.</summary>
internal sealed class Buyer(OceanContext context, ProbeAssets assets)
{
    public async Task<BuyersView> LookAsync(CancellationToken cancellationToken)
    {
        var ddo = await context.Client.FindDdoAsync(assets.Model.Did, cancellationToken);
        var isStub = (string?)ddo?["version"] == "deprecated";
        return new BuyersView(isStub ? null : (string?)ddo?["metadata"]?["description"], isStub, await FindRefusalAsync(cancellationToken));
    }

    private async Task<string?> FindRefusalAsync(CancellationToken cancellationToken)
    {
        try
        {
            await context.Client.InitializeAsync(assets.QuoteBody(context.Consumer.Address), cancellationToken);
            return null;
        }
        catch (NetworkException exception) when (exception.Kind is NetworkErrorKind.Rejected or NetworkErrorKind.Unauthorized)
        {
            return exception.Message.TrimEnd('.');
        }
    }
}

/// <summary>What a buyer sees of an asset.</summary>
/// <param name="Description">Its description; null when the node serves none.</param>
/// <param name="IsStub">Whether the node serves only that the asset is no more.</param>
/// <param name="Refusal">Why an order is refused; null when it is quoted.</param>
internal sealed record BuyersView(string? Description, bool IsStub, string? Refusal)
{
    public bool IsQuoted => Refusal is null;

    public override string ToString()
    {
        var served = IsStub ? "The node serves only a stub marked deprecated"
            : Description is null ? "The node serves nothing under the DID"
            : $"The node serves '{Description}' under the same DID";
        return $"{served}; {(IsQuoted ? "an order is quoted" : $"an order is refused: {Refusal}")}.";
    }
}
