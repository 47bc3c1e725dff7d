using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Ocean.Payments;

namespace Survey.Experiments.Ocean.Probes;

/// <summary>
/// A model becomes version 2 under the same DID, goes back to version 1, is closed to orders and opened, ends its life, is deprecated,
/// restored and revoked; what a buyer sees at each step. A step has succeeded when the buyer sees what the documentation says.
/// </summary>
internal sealed class VersioningProbe(OceanContext context, MoneyTrail trail, ExperimentRun run)
{
    public const string Name = "versioning";

    private readonly AssetPublisher publisher = new(context, trail);
    private readonly List<(ProbeStep Step, BuyersView View)> seen = [];

    public async Task<ProbeResult> RunAsync(CancellationToken cancellationToken)
    {
        var assets = await ProbeAssets.PublishAsync(context, trail, run, Name, "Model v1", 0, cancellationToken);
        var buyer = new Buyer(context, assets);

        await StepAsync("publish version 1", () => Task.CompletedTask, view => view is { Description: "Model v1", IsQuoted: true });
        await StepAsync("update to version 2", () => DescribeAsync("Model v2"), view => view is { Description: "Model v2", IsQuoted: true });
        await StepAsync("roll back to version 1", () => DescribeAsync("Model v1"), view => view is { Description: "Model v1", IsQuoted: true });
        await StepAsync("disable ordering", () => SetStateAsync(AssetState.OrderingDisabled), view => view is { Description: "Model v1", IsQuoted: false });
        await StepAsync("allow ordering again", () => SetStateAsync(AssetState.Active), view => view is { Description: "Model v1", IsQuoted: true });
        await StepAsync("end of life", () => SetStateAsync(AssetState.EndOfLife), view => !view.IsQuoted);
        await StepAsync("deprecate", () => SetStateAsync(AssetState.Deprecated), view => view is { Description: null, IsQuoted: false });
        // Version 3.2.0 loses a deprecated asset whose state goes back to 0; describing it again from there restores it.
        await StepAsync("restore by describing again", () => DescribeAsync("Model v2"), view => view is { Description: "Model v2", IsQuoted: true });
        await StepAsync("revoke", () => SetStateAsync(AssetState.Revoked), view => view is { Description: null, IsQuoted: false });
        return new ProbeResult(Name, "management", [.. seen.Select(entry => entry.Step)], Verdict()) { Payments = trail.Take() };

        async Task StepAsync(string name, Func<Task> change, Func<BuyersView, bool> isAsDocumented)
        {
            var started = context.Time.GetTimestamp();
            await change();
            var view = await buyer.LookAsync(cancellationToken);
            seen.Add((new ProbeStep(name, isAsDocumented(view), view.ToString(), context.Time.GetElapsedTime(started)), view));
        }

        Task DescribeAsync(string description) =>
            publisher.DescribeAsync(assets.Draft with { Description = description }, assets.Model.Nft, assets.Model.Datatoken, assets.Created, cancellationToken);

        async Task SetStateAsync(AssetState state)
        {
            await publisher.SetStateAsync(assets.Model.Nft, state, cancellationToken);
            await publisher.WaitForIndexAsync(assets.Model.Did, ddo => (int?)ddo?["indexedMetadata"]?["nft"]?["state"] == (int)state, cancellationToken);
        }
    }

    private string Verdict()
    {
        var update = Find("update to version 2");
        var updated = update.Step.Succeeded
            ? "A new version is a metadata transaction under the same DID, and buyers see it at once"
            : $"A new version under the same DID was not seen by buyers ({update.View})";
        var rolledBack = Find("roll back to version 1").Step.Succeeded ? "so is the way back" : "the way back did not work";
        string[] closing = ["disable ordering", "end of life", "deprecate", "revoke"];
        var refused = closing.Where(name => !Find(name).View.IsQuoted).ToList();
        var quoted = closing.Except(refused).ToList();
        return $"{updated}; {rolledBack}. Orders are refused after: {List(refused)}{(quoted.Count == 0 ? "" : $"; still quoted after: {List(quoted)}")}.";
    }

    private (ProbeStep Step, BuyersView View) Find(string name) => seen.First(entry => entry.Step.Name == name);

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "nothing" : string.Join(", ", names);
}
