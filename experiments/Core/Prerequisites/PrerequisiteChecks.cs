using System.Net.Sockets;
using System.Runtime.InteropServices;
using Docker.DotNet;
using Survey.Experiments.Isolation;

namespace Survey.Experiments.Prerequisites;

/// <summary>Looks for everything the program can make use of. Needs no experiments.yaml and changes nothing.</summary>
/// <param name="searchPath">The folders programs are looked for in, as in the variable PATH.</param>
/// <param name="repository">The repository's root folder.</param>
public sealed class PrerequisiteChecks(string searchPath, string repository)
{
    // The system's own interpreter: python3-onnx is installed for it, not for one that comes first on the PATH.
    private const string SystemPython = "/usr/bin/python3";
    private const long NeededDiskBytes = 5L << 30;
    private readonly ToolLocator tools = new(searchPath);

    /// <summary>Runs all checks side by side; the order of the answers is fixed.</summary>
    public async Task<IReadOnlyList<Prerequisite>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(
            ProgramAsync(
                ".NET SDK", ["dotnet"], ["--version"], PrerequisiteState.Missing, "nothing can be compiled",
                new("dotnet-sdk-10.0", "dotnet-sdk", "Microsoft.DotNet.SDK.10"), cancellationToken),
            ProgramAsync(
                "Node.js", ["node", "nodejs"], ["--version"], PrerequisiteState.Missing, "the Ethereum devnet of the Ocean experiments cannot run",
                new("nodejs", "node", "OpenJS.NodeJS"), cancellationToken),
            ProgramAsync(
                "npm", ["npm"], ["--version"], PrerequisiteState.Replaced, "data comes from the next mirror in experiments.yaml",
                new("npm", "node", "OpenJS.NodeJS"), cancellationToken),
            EngineAsync(cancellationToken),
            ProgramAsync(
                "Docker command line", ["docker"], ["--version"], PrerequisiteState.Replaced, "the worker runs as a child process, no image is built",
                new("docker.io", "docker", "Docker.DockerCLI"), cancellationToken),
            ProgramAsync(
                "linker for NativeAOT", ["clang", "gcc"], ["--version"], PrerequisiteState.Replaced,
                "the worker is built trimmed and self-contained, which is larger and starts slower",
                new("clang zlib1g-dev", "llvm", "LLVM.LLVM"), cancellationToken),
            OnnxCheckerAsync(cancellationToken),
            ProgramAsync(
                "Chromium", ["chromium", "chromium-browser", "google-chrome", "chrome"], ["--version"], PrerequisiteState.Replaced,
                "tests that look at the report in a browser are skipped",
                new("chromium", "--cask chromium", "Google.Chrome"), cancellationToken),
            Task.FromResult(Disk()));

    private async Task<Prerequisite> ProgramAsync(
        string name, string[] programs, string[] arguments, PrerequisiteState otherwise, string consequence, InstallCommand install,
        CancellationToken cancellationToken)
    {
        if (tools.Find(programs) is not { } program)
            return new(name, otherwise, $"not found: {consequence}", install.ToString());
        var version = await ToolLocator.FirstLineAsync(program, arguments, cancellationToken);
        return version is null
            ? new(name, otherwise, $"{program} does not run: {consequence}", install.ToString())
            : new(name, PrerequisiteState.Found, $"{version} ({program})");
    }

    private static async Task<Prerequisite> EngineAsync(CancellationToken cancellationToken)
    {
        const string name = "Docker engine";
        try
        {
            using var configuration = DockerAddress.Configuration(timeout: TimeSpan.FromSeconds(5));
            using var client = configuration.CreateClient();
            var version = await client.System.GetVersionAsync(cancellationToken);
            return new(name, PrerequisiteState.Found, $"{version.Version}, API {version.APIVersion}");
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException or IOException or SocketException or DockerApiException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var start = OperatingSystem.IsLinux() ? "sudo systemctl start docker" : "start Docker Desktop";
            return new(name, PrerequisiteState.Replaced, "does not answer: workers run as child processes instead of containers", start);
        }
    }

    private static async Task<Prerequisite> OnnxCheckerAsync(CancellationToken cancellationToken)
    {
        const string name = "onnx.checker";
        var version = OperatingSystem.IsLinux() && File.Exists(SystemPython)
            ? await ToolLocator.FirstLineAsync(SystemPython, ["-c", "import onnx; print(onnx.__version__)"], cancellationToken)
            : null;
        return version is null
            ? new(name, PrerequisiteState.Replaced, "not found: the exported model is checked by ONNX Runtime alone", "sudo apt-get install -y python3-onnx")
            : new(name, PrerequisiteState.Found, $"{version} ({SystemPython})");
    }

    private Prerequisite Disk()
    {
        var free = new DriveInfo(Path.GetFullPath(repository)).AvailableFreeSpace;
        var detail = string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{free / (double)(1L << 30):0.0} GiB free for {RuntimeInformation.RuntimeIdentifier}, {NeededDiskBytes >> 30} GiB are needed");
        return free >= NeededDiskBytes
            ? new("disk", PrerequisiteState.Found, detail)
            : new("disk", PrerequisiteState.Missing, detail, "./build.sh --target=Clean");
    }
}
