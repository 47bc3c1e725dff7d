using System.Runtime.InteropServices;
using Survey.Experiments.Images;
using Survey.Experiments.Isolation;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Docker;

/// <summary>Turns an experiment into the order for its worker: command line, mounts, limits.</summary>
internal static class WorkerOrder
{
    private const string ModelPath = ModelImage.ModelPath;
    private const int ServicePort = 8080;

    /// <summary>Name of the image in an order; process isolation knows the folder behind it.</summary>
    public static string ImageOf(ExperimentRun run) => IsBaked(run) ? run.Worker.ModelImageName : run.Worker.ImageName;

    public static ProcessImage ProcessImageOf(ExperimentRun run) => new(ImageOf(run), run.Worker.RootFolder, ["/" + run.Worker.Executable])
    {
        Files = new Dictionary<string, string> { [ModelPath] = run.Model.Path },
    };

    public static WorkOrder Batch(ExperimentRun run, string name, string outputFolder, int partition = 0)
    {
        var input = "/input/" + Path.GetFileName(run.Inputs.Path);
        return Common(run, name) with
        {
            Arguments =
            [
                "batch", "--model", ModelPath, "--model-sha256", run.Model.Sha256, "--input", input, "--input-sha256", run.Inputs.Sha256,
                "--output", "/output", "--batch", $"{run.Spec.Workload.BatchSize}", "--limit", $"{run.InputCount}", "--threads", $"{ThreadsOf(run)}",
                .. run.Spec.Workload.Partitions > 1 ? (string[])["--partition", $"{partition}/{run.Spec.Workload.Partitions}"] : [],
            ],
            Mounts = [.. ModelMount(run), new WorkMount(run.Inputs.Path, input, ReadOnly: true), new WorkMount(outputFolder, "/output", ReadOnly: false)],
        };
    }

    /// <summary>A service listens on loopback only: through the engine's port, or with <c>--host</c> as a plain process.</summary>
    public static WorkOrder Service(ExperimentRun run, string name, int port, IsolationKind isolation) => Common(run, name) with
    {
        Arguments =
        [
            "serve", "--model", $"{ServiceWorkload.ModelName}={ModelPath}", "--port", $"{ServicePort}", "--threads", $"{ThreadsOf(run)}",
            .. isolation is IsolationKind.Process ? (string[])["--host", "127.0.0.1"] : [],
        ],
        Mounts = [.. ModelMount(run)],
        Network = WorkNetwork.Bridge,
        Ports = [new WorkPort(port, ServicePort)],
    };

    private static WorkOrder Common(ExperimentRun run, string name) => new()
    {
        Name = name,
        Image = ImageOf(run),
        Entrypoint = ["/" + run.Worker.Executable],
        Environment = DockerNames.Environment(run, name),
        Labels = DockerNames.Labels(run),
        User = CurrentUser(),
        Cpu = run.Spec.Resources.Cpu,
        MemoryBytes = (long)run.Spec.Resources.MemoryMiB << 20,
        ReadOnlyRoot = true,
        Confined = true,
        EndsWithOwner = false,
    };

    private static int ThreadsOf(ExperimentRun run) => Math.Max(1, (int)Math.Round(run.Spec.Resources.Cpu));

    private static bool IsBaked(ExperimentRun run) => run.Spec.Delivery is ModelDelivery.Image;

    private static IEnumerable<WorkMount> ModelMount(ExperimentRun run) =>
        IsBaked(run) ? [] : [new WorkMount(run.Model.Path, ModelPath, ReadOnly: true)];

    // The results must belong to whoever runs this program, or it could not remove them again.
    private static string? CurrentUser() => OperatingSystem.IsWindows() ? null : $"{UserId()}:{GroupId()}";

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint UserId();

    [DllImport("libc", EntryPoint = "getegid")]
    private static extern uint GroupId();
}
