using System.Globalization;
using System.Numerics;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Assets;
using Survey.Experiments.Ocean.Jobs;
using Survey.Experiments.Ocean.Node;

namespace Survey.Experiments.Ocean;

/// <summary>What a run creates on Ocean, as the journal keeps it: everything that teardown needs, found by name where no id arrived.</summary>
internal static class OceanResources
{
    public const string DataNft = "data-nft";
    public const string EscrowDeposit = "escrow-deposit";
    public const string ComputeJob = "compute-job";

    public static Resource ForAsset(AssetDraft draft, long fromBlock) => new(DataNft, draft.Name, null, new Dictionary<string, string>
    {
        ["role"] = draft.Role.ToString(),
        ["fromBlock"] = fromBlock.ToString(CultureInfo.InvariantCulture),
    });

    public static Resource ForDeposit(JobPlan plan, EscrowQuote quote, long fromBlock) => new(EscrowDeposit, $"{plan.Run.RunId}-{plan.Run.Experiment}-{plan.Attempt}", null, new Dictionary<string, string>
    {
        ["run"] = plan.Run.RunId,
        ["attempt"] = plan.Attempt,
        ["payee"] = quote.Payee,
        ["token"] = quote.Token,
        ["amount"] = quote.Amount.ToString(CultureInfo.InvariantCulture),
        ["lockSeconds"] = quote.LockSeconds.ToString(CultureInfo.InvariantCulture),
        ["fromBlock"] = fromBlock.ToString(CultureInfo.InvariantCulture),
    });

    public static Resource ForJob(JobPlan plan) => new(ComputeJob, $"{plan.Run.RunId}-{plan.Run.Experiment}-{plan.Attempt}", null, new Dictionary<string, string>
    {
        ["run"] = plan.Run.RunId,
        ["attempt"] = plan.Attempt,
        ["cluster"] = plan.Environment.ClusterHash,
        ["free"] = plan.Options.Free ? "true" : "false",
    });

    /// <summary>A job that a probe starts for an account of its own.</summary>
    public static Resource ForProbe(string run, string name, string attempt, EnvironmentOffer environment, string owner) => new(ComputeJob, $"{run}-{name}-{attempt}", null, new Dictionary<string, string>
    {
        ["run"] = run,
        ["attempt"] = attempt,
        ["cluster"] = environment.ClusterHash,
        ["free"] = "true",
        ["owner"] = owner,
    });

    /// <summary>The account that a job runs for.</summary>
    public static string OwnerOf(Resource job, OceanContext context) => job.Properties.GetValueOrDefault("owner") ?? context.Consumer.Address;

    public static EscrowQuote QuoteOf(Resource deposit) => new(
        deposit.Properties["payee"], deposit.Properties["token"], BigInteger.Parse(deposit.Properties["amount"], CultureInfo.InvariantCulture),
        long.Parse(deposit.Properties["lockSeconds"], CultureInfo.InvariantCulture));
}
