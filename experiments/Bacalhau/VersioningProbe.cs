using System.Text.Json.Nodes;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>
/// Model management: deploys a job, updates it by its name, compares and lists its versions, and rolls back. The jobs only print the
/// worker's version, so that nothing but the management is looked at.
/// </summary>
internal sealed class VersioningProbe(BacalhauClient client, BacalhauJobs jobs, PollPace pace, NetworkServices services)
{
    public const string Name = "versioning";

    private readonly List<ProbeStep> steps = [];

    public async Task<ProbeResult> RunAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        var name = jobs.NameFor(run, "versions");
        JsonObject Version(params string[] parameters) => JobDocument.Render(jobs.Trivial(run, name, parameters));
        var resource = new Resource(BacalhauJobs.JobKind, name, null, new Dictionary<string, string>());
        var ticket = await run.Journal.IntendAsync(resource, cancellationToken);
        var id = await client.SubmitAsync(Version("--version"), cancellationToken);
        await run.Journal.CreatedAsync(ticket, resource with { Id = id }, cancellationToken);

        await StepAsync("deploy version 1", async () => await EndAsync(run, id, cancellationToken));
        await StepAsync("see what an update would change", async () =>
            await client.DiffAsync(Version("--help"), cancellationToken) is { Length: > 0 } diff ? $"a text of {diff.Length} characters" : throw Odd("the difference is empty"));
        await StepAsync("update to version 2 by name", async () =>
        {
            await client.UpdateAsync(Version("--help"), force: false, cancellationToken);
            return await EndAsync(run, id, cancellationToken);
        });
        await StepAsync("submit the same again", async () =>
        {
            try
            {
                await client.UpdateAsync(Version("--help"), force: false, cancellationToken);
                throw Odd("an unchanged job was taken as a new version");
            }
            catch (NetworkException refused) when (BacalhauRefusal.Of(refused) is { IsUnchanged: true })
            {
                return "refused, with status 500";
            }
        });
        await StepAsync("list the versions", async () =>
            string.Join(", ", (await client.VersionsAsync(id, cancellationToken)).Select(job => $"{job.Version} {job.State.StateType}")));
        await StepAsync("roll back to version 1", async () =>
        {
            var made = await client.RerunAsync(id, 1, cancellationToken);
            return $"made version {made} from version 1; {await EndAsync(run, id, cancellationToken)}";
        });
        return new ProbeResult(Name, "management", steps, Verdict());
    }

    private string Verdict() => steps.TrueForAll(step => step.Succeeded)
        ? "Jobs have versions by name, with comparison, listing and rollback; models have none: a version is a job specification."
        : $"Versions of jobs work in part: {string.Join(", ", steps.Where(step => !step.Succeeded).Select(step => step.Name))} did not.";

    private async Task<string> EndAsync(ExperimentRun run, string id, CancellationToken cancellationToken)
    {
        await new HistoryFollower(client, pace, services.Time).FollowAsync(id, run.Spec.Limits.Start, run.Spec.Limits.Run, cancellationToken);
        var job = await client.FindAsync(id, cancellationToken) ?? throw Odd("the job is gone");
        return job.State.StateType == "Completed" ? $"version {job.Version} completed" : throw Odd($"version {job.Version} is {job.State.StateType}: {job.State.Message}");
    }

    private async Task StepAsync(string name, Func<Task<string>> action)
    {
        var start = services.Time.GetTimestamp();
        try
        {
            var seen = await action();
            steps.Add(new ProbeStep(name, true, seen, services.Time.GetElapsedTime(start)));
        }
        catch (NetworkException failure) when (failure.Kind is NetworkErrorKind.Rejected or NetworkErrorKind.Failed)
        {
            steps.Add(new ProbeStep(name, false, failure.Message, services.Time.GetElapsedTime(start)));
        }
    }

    private static NetworkException Odd(string what) => new(NetworkErrorKind.Failed, what);
}
