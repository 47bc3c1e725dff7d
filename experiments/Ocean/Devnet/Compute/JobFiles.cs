using System.Formats.Tar;
using System.Text.Json.Nodes;
using Survey.Devnets.Ocean.Http;
using Survey.Devnets.Ocean.Storage;
using Survey.Experiments.Isolation;
using Survey.Experiments.Ocean;

namespace Survey.Devnets.Ocean.Compute;

/// <summary>The folder of a job, laid out as its container sees it below /data.</summary>
internal sealed class JobFiles(string storage, ComputeJob job, FileObjects files, Buckets buckets)
{
    private readonly string root = Path.Combine(storage, job.BareId, "data");

    private string Shown => $"./c2d_storage/{job.Id.Split('-')[0]}/{job.BareId}/data";

    /// <summary>What the container mounts.</summary>
    public IReadOnlyList<WorkMount> Mounts { get; private set; } = [];

    public void Create()
    {
        foreach (var folder in new[] { "inputs", "transformations", "outputs", "logs", "ddos" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(root, "outputs"), (UnixFileMode)0b111_111_111);
        Mounts = [new WorkMount(root, "/data", ReadOnly: false)];
    }

    /// <summary>Fetches the inputs and the code; false when one of them cannot be had. What is done goes to the job's log.</summary>
    public async Task<bool> ProvisionAsync(CancellationToken cancellationToken)
    {
        Tell("Writing algocustom data to '/data/inputs/algoCustomData.json'");
        await File.WriteAllTextAsync(Path.Combine(root, "inputs", "algoCustomData.json"), CanonicalJson.Write(job.Request.CustomData ?? new JsonObject()), cancellationToken);
        if (job.Request.RawCode is { } code)
        {
            Tell($"Writing raw algo code to {Shown}/transformations/algorithm");
            await File.WriteAllTextAsync(Path.Combine(root, "transformations", "algorithm"), code, cancellationToken);
        }
        // The node says nothing of the code it fetches.
        else if (job.Request.Algorithm is { } algorithm && !await FetchAsync(algorithm.File, "transformations", "algorithm", isTold: false, cancellationToken))
        {
            return false;
        }
        for (var i = 0; i < job.Request.Inputs.Count; i++)
        {
            if (!await TakeAsync(job.Request.Inputs[i], i, cancellationToken))
                return false;
        }
        Tell("All good with data provisioning, will start uploading it...");
        return true;
    }

    /// <summary>Changes the predictions among the outputs.</summary>
    public void Falsify() => LyingProvider.Change(Path.Combine(root, "outputs"));

    /// <summary>The outputs as an uncompressed tar with the one top entry "outputs/".</summary>
    public async Task<byte[]> PackAsync(CancellationToken cancellationToken)
    {
        using var tar = new MemoryStream();
        await TarFile.CreateFromDirectoryAsync(Path.Combine(root, "outputs"), tar, includeBaseDirectory: true, cancellationToken);
        return tar.ToArray();
    }

    public void Delete()
    {
        try
        {
            Directory.Delete(Path.Combine(storage, job.BareId), recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Files of the container's user cannot be removed by everybody; they stay in the devnet's folder.
        }
    }

    private async Task<bool> TakeAsync(JobInput input, int index, CancellationToken cancellationToken)
    {
        Tell($"Downloading asset {index} to /data/inputs/");
        if (input.Did is not null)
            Tell($"Using {input.Did} and serviceId {input.ServiceId} for this asset.");
        if ((string?)input.File["type"] != "nodePersistentStorage")
            return await FetchAsync(input.File, "inputs", FileObjects.NameOf(input.File), isTold: true, cancellationToken);
        var (bucket, name) = ((string?)input.File["bucketId"] ?? "", (string?)input.File["fileName"] ?? "");
        Mounts = [.. Mounts, new WorkMount(buckets.PathOf(bucket, name), $"/data/persistentStorage/{bucket}/{name}", ReadOnly: true)];
        return true;
    }

    private async Task<bool> FetchAsync(JsonObject file, string folder, string name, bool isTold, CancellationToken cancellationToken)
    {
        var shown = $"{Shown}/{folder}/{name}";
        if (isTold)
            Tell($"Downloading asset to {shown}");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(root, folder, name), (await files.ReadAsync(file, cancellationToken)).Content, cancellationToken);
            return true;
        }
        catch (Refusal refusal)
        {
            Tell($"Unable to write input data to path: {shown}: {refusal.Message}");
            return false;
        }
    }

    private void Tell(string line) => job.Results.Append(JobResults.ConfigurationLog, line + "\n");
}
