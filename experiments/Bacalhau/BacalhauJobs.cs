using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Survey.Experiments.Images;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>Turns experiments into jobs.</summary>
internal sealed class BacalhauJobs(BacalhauSettings settings, Random random)
{
    public const string JobKind = "job";
    public const string RunLabel = "survey-run";
    public const string ExperimentLabel = "survey-experiment";

    private const string BakedModel = ModelImage.ModelPath;
    private const int LongestName = 60;

    /// <summary>A name that is chosen before the job is sent, so that it can be found even when the answer never arrives.</summary>
    public string NameFor(ExperimentRun run, string purpose)
    {
        // Two experiments whose names begin alike stay apart.
        var text = $"{run.RunId}-{run.Experiment}-{purpose}";
        var plain = string.Concat(text.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{text} {random.NextInt64()}")))[..10];
        return $"survey-{(plain.Length > LongestName ? plain[..LongestName] : plain)}-{digest}";
    }

    public JobModel Batch(ExperimentRun run, string name, InputUrls urls) => Common(run, name, "batch") with
    {
        Count = run.Spec.Workload.Partitions,
        Inputs = [.. ModelInput(run, urls), new JobInput("urlDownload", urls.Inputs!.AbsoluteUri, "inputs", "/input")],
        Parameters =
        [
            "batch", "--model", ModelPath(run, urls), "--model-sha256", run.Model.Sha256,
            "--input", $"/input/{FileName(urls.Inputs)}", "--input-sha256", run.Inputs.Sha256, "--output", "/outputs",
            "--batch", Number(run.Spec.Workload.BatchSize), "--limit", Number(run.InputCount), "--threads", Number(Threads(run)),
        ],
        Outputs = true,
        ExecutionTimeout = Seconds(run.Spec.Limits.Run),
        QueueTimeout = Seconds(Options(run).Queue),
        TotalTimeout = Seconds(run.Spec.Limits.Run + Options(run).Queue),
    };

    public JobModel Service(ExperimentRun run, string name, InputUrls urls, int port) => Common(run, name, "service") with
    {
        Inputs = [.. ModelInput(run, urls)],
        Parameters = ["serve", "--model", $"model={ModelPath(run, urls)}", "--port", "8080", "--threads", Number(Threads(run))],
        Port = port,
    };

    /// <summary>A job that does as good as nothing: the worker says its version.</summary>
    public JobModel Trivial(ExperimentRun run, string name, params string[] parameters) => Common(run, name, "batch") with
    {
        Parameters = parameters,
        ExecutionTimeout = Seconds(run.Spec.Limits.Run),
        TotalTimeout = Seconds(run.Spec.Limits.Run),
    };

    /// <summary>The port of a service: the one asked for, or one by chance, because the API never tells a port that a node chose.</summary>
    public int Port(ExperimentRun run) => Options(run).Port is > 0 and var asked ? asked : random.Next(32001, 60000);

    /// <summary>How the model travels: as asked for, or by URL.</summary>
    public static ModelDelivery DeliveryOf(ExperimentRun run) => run.Spec.Delivery ?? ModelDelivery.Url;

    private JobModel Common(ExperimentRun run, string name, string type) => new()
    {
        Name = name,
        Namespace = settings.Namespace,
        Type = type,
        Run = run.RunId,
        Experiment = run.Experiment,
        Constraints = [.. Options(run).Constraints],
        Image = ImageOf(run),
        Entrypoint = [$"/{run.Worker.Executable}"],
        Parameters = [],
        Cpu = run.Spec.Resources.Cpu.ToString("0.###", CultureInfo.InvariantCulture),
        Memory = $"{Number(run.Spec.Resources.MemoryMiB)}Mi",
        Disk = $"{Number(run.Spec.Resources.DiskMiB)}Mi",
        Gpu = run.Spec.Resources.Gpu,
    };

    /// <summary>The image a job names.</summary>
    public static string ImageOf(ExperimentRun run) => DeliveryOf(run) == ModelDelivery.Image ? run.Worker.ModelImageName : run.Worker.ImageName;

    private static IEnumerable<JobInput> ModelInput(ExperimentRun run, InputUrls urls) => DeliveryOf(run) switch
    {
        ModelDelivery.Image => [],
        ModelDelivery.Inline => [new JobInput("inline", InlineModel.DataUrl(run.Model.Path), "model", "/model")],
        _ => [new JobInput("urlDownload", urls.Model!.AbsoluteUri, "model", "/model")],
    };

    private static string ModelPath(ExperimentRun run, InputUrls urls) =>
        DeliveryOf(run) == ModelDelivery.Url ? $"/model/{FileName(urls.Model!)}" : BakedModel;

    // A node mounts a URL input as a file of the URL's last part below the target.
    private static string FileName(Uri url) => Path.GetFileName(Uri.UnescapeDataString(url.AbsolutePath));

    private static BacalhauOptions Options(ExperimentRun run) => (BacalhauOptions)run.Options;

    private static int Threads(ExperimentRun run) => Math.Max(1, (int)Math.Round(run.Spec.Resources.Cpu));

    private static long Seconds(TimeSpan span) => (long)Math.Ceiling(span.TotalSeconds);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
