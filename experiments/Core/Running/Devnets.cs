using System.Diagnostics;
using System.Text;

namespace Survey.Experiments.Running;

/// <summary>Runs devnets as processes of their own, so that they outlive a killed run and Sweep finds what it left on them.</summary>
/// <param name="artifacts">Their state is under <c>devnet/</c>.</param>
/// <param name="hostProgram">Path of <c>Survey.DevnetHost.dll</c>.</param>
/// <param name="time">The only clock.</param>
public sealed class Devnets(ArtifactFolder artifacts, string hostProgram, TimeProvider time) : IDevnets, IDisposable
{
    private const string ApiEndpoint = "api";
    private const string NewSession = "/usr/bin/setsid";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim gate = new(1, 1);

    /// <inheritdoc/>
    public async Task<Uri> EnsureAsync(DevnetInstance instance, CancellationToken cancellationToken)
    {
        var folder = artifacts.Devnet(instance.Name);
        await gate.WaitAsync(cancellationToken);
        try
        {
            var running = DevnetEndpointFile.FindAlive(folder) ?? await StartAsync(instance, folder, cancellationToken);
            return new Uri(running.Endpoints[ApiEndpoint]);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gate.Dispose();

    private async Task<DevnetEndpointFile> StartAsync(DevnetInstance instance, string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(hostProgram))
            throw new SurveyException(ExitCode.MissingPrerequisite, $"'{hostProgram}' is missing, the program that runs embedded networks: compile the repository again.");
        Directory.CreateDirectory(folder);
        var words = new StringBuilder();
        var process = Launch(instance, folder, words);
        try
        {
            var began = time.GetTimestamp();
            DevnetEndpointFile? found;
            while ((found = DevnetEndpointFile.FindAlive(folder)) is null)
            {
                if (time.GetElapsedTime(began) > Patience)
                {
                    process.Kill(entireProcessTree: true);
                    throw new SurveyException(ExitCode.Error, $"The devnet of '{instance.Driver}' did not answer within {Patience.TotalSeconds:0} s: {words}");
                }

                if (process.HasExited)
                {
                    if (process.ExitCode is not DevnetEndpointFile.StateInUse)
                        throw new SurveyException(ExitCode.Error, $"The devnet of '{instance.Driver}' ended with exit code {process.ExitCode} before it answered: {words}");
                    // One that an earlier host started has the folder, and is about to answer or about to end.
                    process.Dispose();
                    process = Launch(instance, folder, words);
                }

                await Task.Delay(Poll, time, cancellationToken);
            }

            return found;
        }
        finally
        {
            // Its pipes are let go of with the process object: it goes on without anybody who listens.
            process.Dispose();
        }
    }

    private Process Launch(DevnetInstance instance, string folder, StringBuilder words)
    {
        var process = Process.Start(StartInfo(instance, folder))
            ?? throw new SurveyException(ExitCode.Error, $"The devnet of '{instance.Driver}' could not be started.");
        process.ErrorDataReceived += (_, line) => Take(words, line.Data);
        process.OutputDataReceived += (_, line) => Take(words, line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    // A session of its own: Ctrl-C in the terminal reaches every process of the terminal's group, and a devnet has to see the teardown through.
    private ProcessStartInfo StartInfo(DevnetInstance instance, string folder)
    {
        string[] line =
        [
            "dotnet", hostProgram, instance.Driver, "--state", folder,
            .. instance.Options.SelectMany(option => new[] { "--option", $"{option.Key}={option.Value}" }),
            .. instance.Faults is null ? (string[])[] : ["--faults", instance.Faults],
        ];
        string[] command = File.Exists(NewSession) ? [NewSession, .. line] : line;
        return new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
    }

    private static void Take(StringBuilder words, string? line)
    {
        const int most = 4096;
        lock (words)
        {
            if (line is not null && words.Length < most)
                words.Append(line).Append(' ');
        }
    }
}
