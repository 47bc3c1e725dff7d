using System.Text.Json.Nodes;
using Survey.Experiments.Ocean.Chain;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>The listing of a compute environment.</summary>
internal static class EnvironmentJson
{
    public static JsonObject Of(string id, EnvironmentConfig config, string node, OceanAddresses addresses, IReadOnlyList<ComputeJob> jobs)
    {
        int Used(string resource) => jobs.Sum(job => job.Amount(resource));
        return new JsonObject
        {
            ["id"] = id,
            ["runningJobs"] = jobs.Count,
            ["consumerAddress"] = node,
            ["platform"] = new JsonObject { ["architecture"] = "x86_64", ["os"] = "linux" },
            ["access"] = Access(),
            ["fees"] = new JsonObject
            {
                [$"{addresses.ChainId}"] = new JsonArray(new JsonObject
                {
                    ["feeToken"] = addresses.Ocean,
                    ["prices"] = new JsonArray(Price("cpu", config.CpuPrice), Price("ram", config.RamPrice)),
                }),
            },
            ["resources"] = new JsonArray(
                Resource("cpu", config.Cpu, 1, Used("cpu"), "survey devnet"), Resource("ram", config.Ram, 1, Used("ram")), Resource("disk", config.Disk, 0, Used("disk"))),
            ["queuedJobs"] = 0,
            ["queuedFreeJobs"] = 0,
            ["queMaxWaitTime"] = 0,
            ["queMaxWaitTimeFree"] = 0,
            ["runMaxWaitTime"] = 0,
            ["runMaxWaitTimeFree"] = 0,
            ["storageExpiry"] = config.StorageExpirySeconds,
            ["minJobDuration"] = config.MinJobSeconds,
            ["maxJobDuration"] = config.MaxJobSeconds,
            ["description"] = "local",
            ["free"] = FreeTier(config, jobs),
            ["runningfreeJobs"] = jobs.Count(job => job.IsFree),
        };
    }

    private static JsonObject FreeTier(EnvironmentConfig config, IReadOnlyList<ComputeJob> jobs)
    {
        int Used(string resource) => jobs.Where(job => job.IsFree).Sum(job => job.Amount(resource));
        return new JsonObject
        {
            ["access"] = Access(),
            ["minJobDuration"] = config.FreeMinJobSeconds,
            ["maxJobDuration"] = config.FreeMaxJobSeconds,
            ["maxJobs"] = config.FreeMaxJobs,
            ["resources"] = new JsonArray(
                Free("cpu", config.FreeCpu, 1, Used("cpu")), Free("ram", config.FreeRam, 1, Used("ram")), Free("disk", config.FreeDisk, 0, Used("disk"))),
            ["allowImageBuild"] = true,
        };
    }

    private static JsonObject Access() => new() { ["addresses"] = new JsonArray(), ["accessLists"] = null };

    private static JsonObject Price(string id, decimal price) => new() { ["id"] = id, ["price"] = price };

    private static JsonObject Resource(string id, int total, int min, int used, string? description = null)
    {
        var resource = new JsonObject { ["id"] = id, ["type"] = id, ["total"] = total, ["max"] = total, ["min"] = min };
        if (description is not null)
            resource["description"] = description;
        resource["inUse"] = used;
        return resource;
    }

    private static JsonObject Free(string id, int total, int min, int used) =>
        new() { ["id"] = id, ["max"] = total, ["total"] = total, ["min"] = min, ["inUse"] = used };
}
