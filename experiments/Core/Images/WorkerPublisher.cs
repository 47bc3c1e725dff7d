using System.Runtime.InteropServices;
using CliWrap;
using CliWrap.Buffered;
using Survey.Experiments.Prerequisites;
using Survey.Experiments.Running;

namespace Survey.Experiments.Images;

/// <summary>Compiles the worker: NativeAOT where a linker is found, trimmed and self-contained otherwise.</summary>
/// <param name="repository">The repository's root folder.</param>
/// <param name="searchPath">The folders programs are looked for in, as in the variable PATH.</param>
/// <param name="events">Takes progress.</param>
internal sealed class WorkerPublisher(string repository, string searchPath, IEventSink events)
{
    private const string Subject = "Containerize";

    public async Task<PublishedWorker> PublishAsync(string image, string workFolder, CancellationToken cancellationToken)
    {
        var linker = new ToolLocator(searchPath).Find("clang", "gcc");
        var reason = "no linker was found (install clang or gcc)";
        if (linker is not null)
        {
            events.Report(new NoteEvent(Subject, $"Compiling the worker with NativeAOT ({Path.GetFileName(linker)} links)."));
            var native = await RunAsync(workFolder, WorkerKind.NativeAot, [$"-p:CppCompilerAndLinker={Path.GetFileName(linker)}"], cancellationToken);
            if (native.Failure is null)
                return new(native.Folder, WorkerKind.NativeAot, null);
            reason = $"NativeAOT failed: {native.Failure}";
        }

        events.Report(new WarningEvent(Subject, $"Compiling the worker trimmed and self-contained, because {reason}."));
        var trimmed = await RunAsync(workFolder, WorkerKind.Trimmed, ["-p:PublishAot=false", "-p:PublishTrimmed=true", "-p:PublishSingleFile=true"], cancellationToken);
        return trimmed.Failure is null
            ? new(trimmed.Folder, WorkerKind.Trimmed, reason)
            : throw new ImageException(image, $"The worker cannot be compiled: {trimmed.Failure}");
    }

    private async Task<(string Folder, string? Failure)> RunAsync(string workFolder, WorkerKind kind, IReadOnlyList<string> options, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(workFolder, kind.ToString().ToLowerInvariant());
        var output = Path.Combine(folder, "publish");
        if (Directory.Exists(output))
            Directory.Delete(output, recursive: true);
        // It takes a minute and says nothing: what shows is the clock beside it.
        events.Report(new ProgressEvent(Subject, "the compiler is at work", 0, null, "workers"));
        var result = await Cli.Wrap("dotnet")
            .WithArguments(
            [
                "publish", Path.Combine(repository, "models", "worker", "Survey.Worker.csproj"),
                "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", output,
                // Its own intermediate files: the ordinary ones may be in use by a build of the whole solution.
                "--artifacts-path", folder,
                "--nologo", "--verbosity", "quiet", "-p:SelfContained=true",
                // The same bytes from another checkout: no paths, no debug information with its checksum, no commit in the version.
                // Generated sources count with their path too: the names of file-local types are made from it.
                $"-p:PathMap={folder}=/generated%2c{repository.TrimEnd(Path.DirectorySeparatorChar)}=/survey", "-p:DebugType=none", "-p:NativeDebugSymbols=false",
                "-p:IncludeSourceRevisionInInformationalVersion=false",
                // The ordinary build has looked at the code already.
                "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false",
                .. options,
            ])
            .WithEnvironmentVariables(variables => variables.Set("PATH", searchPath).Set("DOTNET_CLI_UI_LANGUAGE", "en"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        events.Report(new ProgressEvent(Subject, "the compiler is done", 1, null, "workers") { IsLast = true });
        return (output, result.ExitCode == 0 ? null : FirstError(result.StandardOutput + result.StandardError));
    }

    private static string FirstError(string output) =>
        output.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? output.Trim();
}
