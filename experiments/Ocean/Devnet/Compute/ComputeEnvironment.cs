using System.Text.Json.Nodes;
using Survey.Devnets.Ocean.Auth;
using Survey.Devnets.Ocean.Http;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Chain;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>The compute environment: its ids, and what a job may ask of it.</summary>
internal sealed class ComputeEnvironment(EnvironmentConfig config, NodeKey key, OceanAddresses addresses, Func<IReadOnlyList<ComputeJob>> running)
{
    public EnvironmentConfig Config => config;

    /// <summary>Id of the Docker connection, the first part of every id.</summary>
    public string ClusterHash { get; } = "0x" + AssetIds.Sha256($"survey-devnet {key.Address}");

    public string Id => $"{ClusterHash}-0x{AssetIds.Sha256($"local {config.CpuPrice} {config.RamPrice}")}";

    /// <summary>As the node lists it, with what is in use now.</summary>
    public JsonObject ToJson() => EnvironmentJson.Of(Id, config, key.Address, addresses, running());

    /// <summary>Checks the environment's id.</summary>
    /// <exception cref="Refusal">It is another one.</exception>
    public void Demand(string? id)
    {
        if (id != Id)
            throw new Refusal(500, "Invalid C2D Environment");
    }

    /// <summary>What a job gets of what it asks for: unknown resources are dropped, missing ones get the least.</summary>
    /// <exception cref="Refusal">It asks for more than there is.</exception>
    public IReadOnlyDictionary<string, int> Grant(JsonArray? asked, bool isFree, int status)
    {
        (string Id, int Min, int Max)[] offered = isFree
            ? [("cpu", 1, config.FreeCpu), ("ram", 1, config.FreeRam), ("disk", 0, config.FreeDisk)]
            : [("cpu", 1, config.Cpu), ("ram", 1, config.Ram), ("disk", 0, config.Disk)];
        var granted = new Dictionary<string, int>();
        foreach (var (id, min, max) in offered)
        {
            var wish = (asked ?? []).OfType<JsonObject>().FirstOrDefault(entry => (string?)entry["id"] == id)?["amount"];
            var amount = Math.Max(min, wish is null ? min : (int)Math.Ceiling(wish.GetValue<double>()));
            granted[id] = amount <= max
                ? amount
                : throw new Refusal(status, $"Error: Not enough {id} resources. Requested {amount}, but max is {max}");
        }
        return granted;
    }

    /// <summary>Checks that what was granted is free now.</summary>
    /// <exception cref="Refusal">Other jobs hold it.</exception>
    public void DemandFree(IReadOnlyDictionary<string, int> granted, bool isFree)
    {
        var jobs = running();
        foreach (var (id, total, freeTotal) in new[] { ("cpu", config.Cpu, config.FreeCpu), ("ram", config.Ram, config.FreeRam) })
        {
            if (isFree && jobs.Where(job => job.IsFree).Sum(job => job.Amount(id)) + granted[id] > freeTotal)
                throw new Refusal(400, $"Not enough available {id} for free");
            if (jobs.Sum(job => job.Amount(id)) + granted[id] > total)
                throw new Refusal(400, $"Not enough available {id}");
        }
        if (isFree && jobs.Count(job => job.IsFree) >= config.FreeMaxJobs)
            throw new Refusal(400, "Too many running free jobs");
    }
}
