using Survey.Experiments.Archives;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Node;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>Fetches what a job left, by type, and keeps it as evidence.</summary>
internal sealed class ResultReader(OceanContext context)
{
    private const long MostLogBytes = 16L << 20;

    /// <summary>The predictions of a job that succeeded.</summary>
    public async Task<WorkerPredictions> ReadAsync(ExperimentRun run, string fullId, NodeJob job, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(run.Folder, "raw", $"job-{job.BareId[..12]}");
        await KeepLogsAsync(folder, fullId, job, cancellationToken);
        var output = job.Results.FirstOrDefault(result => result.Type == "output")
            ?? throw new NetworkException(NetworkErrorKind.Failed, $"Job {fullId} has no output: look at algorithm.log in {folder}.") { RemoteId = fullId };
        var archive = await context.Client.GetResultAsync(context.ConsumerAccount, fullId, output, ArchiveLimits.Default.MaxBytes, cancellationToken);
        await SafeTar.ExtractAsync(new MemoryStream(archive), folder, ArchiveLimits.Default, cancellationToken);
        return await PredictionFile.ReadAsync(Path.Combine(folder, "outputs", "predictions.json"), run.InputCount, run.Model.Sha256, cancellationToken);
    }

    /// <summary>Keeps the logs of a job; the text of the algorithm's own.</summary>
    public async Task<string> KeepLogsAsync(string folder, string fullId, NodeJob job, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var algorithmLog = "";
        foreach (var result in job.Results.Where(result => result.Type != "output"))
        {
            var content = await context.Client.GetResultAsync(context.ConsumerAccount, fullId, result, MostLogBytes, cancellationToken);
            if (result.Type == "algorithmLog")
            {
                algorithmLog = job.AlgorithmStart > 0 ? DockerFrames.Text(content) : System.Text.Encoding.UTF8.GetString(content);
                await File.WriteAllTextAsync(Path.Combine(folder, "algorithm.log"), algorithmLog, cancellationToken);
            }
            else if (result.Type is "imageLog" or "configurationLog" or "publishLog")
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, $"{result.Type}.txt"), content, cancellationToken);
            }
        }
        return algorithmLog;
    }

    /// <summary>Follows the live log of a running job into a file; what is lost of it comes with the results.</summary>
    public async Task FollowAsync(string folder, string fullId, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await context.Client.OpenLogsAsync(context.ConsumerAccount, fullId, cancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            using var frames = new MemoryStream();
            var buffer = new byte[16 * 1024];
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0 && frames.Length + count <= MostLogBytes)
                frames.Write(buffer, 0, count);
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "live.log"), DockerFrames.Text(frames.ToArray()), cancellationToken);
        }
        catch (Exception exception) when (exception is NetworkException or HttpRequestException or IOException)
        {
            // The job was over sooner, or the connection broke: algorithm.log has the same text.
        }
    }
}
