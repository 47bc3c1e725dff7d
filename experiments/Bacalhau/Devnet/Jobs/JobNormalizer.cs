using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Jobs;

/// <summary>Puts defaults in place and drops what a client has no say in, with the server's warnings.</summary>
internal sealed class JobNormalizer(string orchestratorId, string instanceId)
{
    private const string ReservedMeta = "bacalhau.org/";

    /// <summary>The job as the store will keep it, without id and times, and the warnings.</summary>
    public (Job Job, IReadOnlyList<string> Warnings) Normalize(SubmittedJob submitted, ClientInstance client)
    {
        var warnings = new List<string>();
        var job = submitted.Job;

        // The name is taken from the id before the id is dropped: a batch job with an id of its own is called by it.
        job = job with { Name = job.Name.Length == 0 ? job.ID : job.Name };
        if (job.ID.Length > 0 && !job.IsLongRunning)
        {
            warnings.Add($"job ID is ignored when submitting a {job.Type} job");
            job = job with { ID = "" };
        }

        warnings.AddRange(ServerMembers(submitted));
        if (job.Tasks.Count > 1)
            warnings.Add("only one task is supported per job");
        warnings.AddRange(job.Meta.Keys.Where(IsReserved).Select(key => $"job meta key \"{key}\" is reserved and will be ignored"));
        return (job with
        {
            Namespace = job.Namespace.Length == 0 ? "default" : job.Namespace,
            Count = job.RunsEverywhere ? 0 : (int)(submitted.Count ?? 1),
            Meta = MetaOf(job, client),
            Tasks = [Normalize(job.Tasks[0])],
            State = new JobState("Pending"),
            Version = 0,
            Revision = 0,
            CreateTime = 0,
            ModifyTime = 0,
        }, warnings);
    }

    private static IEnumerable<string> ServerMembers(SubmittedJob submitted)
    {
        var job = submitted.Job;
        if (submitted.State is { } state && state is not ("" or "Undefined"))
            yield return "job state is ignored when submitting a job";
        if (job.Revision != 0)
            yield return "job revision is ignored when submitting a job";
        if (job.Version != 0)
            yield return "job version is ignored when submitting a job";
        if (job.CreateTime != 0)
            yield return "job create time is ignored when submitting a job";
        if (job.ModifyTime != 0)
            yield return "job modify time is ignored when submitting a job";
    }

    private static JobTask Normalize(JobTask task) => task with
    {
        Engine = WithoutEmptyParams(task.Engine),
        Publisher = WithoutEmptyParams(task.Publisher) ?? new SpecConfig(),
        Env = task.Env is { Count: > 0 } ? task.Env : null,
        Meta = task.Meta is { Count: > 0 } ? task.Meta : null,
        InputSources = task.InputSources is { Count: > 0 } inputs
            ? [.. inputs.Select(input => input with { Source = WithoutEmptyParams(input.Source) })]
            : null,
        ResultPaths = task.ResultPaths is { Count: > 0 } ? task.ResultPaths : null,
        Resources = new ResourcesConfig
        {
            CPU = ResourceText.Normalize(task.Resources.CPU) ?? "500m",
            Memory = ResourceText.Normalize(task.Resources.Memory) ?? "512mb",
            Disk = ResourceText.Normalize(task.Resources.Disk),
            GPU = ResourceText.Normalize(task.Resources.GPU),
        },
    };

    private static SpecConfig? WithoutEmptyParams(SpecConfig? spec) => spec is { Params.Count: 0 } ? spec with { Params = null } : spec;

    private Dictionary<string, string> MetaOf(Job job, ClientInstance client)
    {
        var meta = job.Meta.Where(entry => !IsReserved(entry.Key)).ToDictionary();
        meta["bacalhau.org/orchestrator.id"] = orchestratorId;
        meta["bacalhau.org/requester.id"] = orchestratorId;
        meta["bacalhau.org/server.instance.id"] = instanceId;
        if (client.InstanceId is { Length: > 0 } instance)
            meta["bacalhau.org/client.instance.id"] = instance;
        if (client.InstallationId is { Length: > 0 } installation)
            meta["bacalhau.org/client.installation.id"] = installation;
        return meta.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary();
    }

    private static bool IsReserved(string key) => key.StartsWith(ReservedMeta, StringComparison.Ordinal);
}

/// <summary>Who sends, as two optional headers say.</summary>
internal sealed record ClientInstance(string? InstanceId, string? InstallationId);
