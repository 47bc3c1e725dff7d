using System.Collections;
using System.ComponentModel;
using CliWrap;
using Polly;
using Polly.Retry;

namespace Survey.Experiments.Isolation;

/// <summary>Runs work as child processes, for machines without an engine. Neither CPU nor network are limited; memory is watched.</summary>
public sealed class ProcessWorkRunner(ImageRegistry images, TimeProvider time) : IWorkRunner
{
    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "SystemRoot"];

    // ETXTBSY on Linux and macOS: somebody has the program open for writing. Whoever wrote it closed it, but a process that was started
    // in that moment has inherited the handle until it becomes its own program (https://github.com/golang/go/issues/22315).
    private const int TextFileBusy = 26;
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(50);

    /// <inheritdoc/>
    public IsolationKind Kind => IsolationKind.Process;

    /// <inheritdoc/>
    public async Task<IRunningWork> StartAsync(WorkOrder order, CancellationToken cancellationToken)
    {
        var work = await WhenIdle(time).ExecuteAsync(_ => ValueTask.FromResult(Start(order)), cancellationToken);
        try
        {
            await order.Created($"{work.ProcessId}");
            return work;
        }
        catch
        {
            await work.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static ResiliencePipeline WhenIdle(TimeProvider time) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 40,
            Delay = BusyPause,
            ShouldHandle = new PredicateBuilder().Handle<WorkStartException>(refusal => IsBusy(refusal)),
        })
        .Build();

    private static bool IsBusy(Exception? cause) => cause is not null
        && (cause is Win32Exception { NativeErrorCode: TextFileBusy } || IsBusy(cause.InnerException));

    private ProcessWork Start(WorkOrder order)
    {
        var image = images.Find(order.Image)
            ?? throw new WorkStartException(false, $"No folder stands behind the image '{order.Image}': name one for process isolation.");
        var files = (image.Files ?? new Dictionary<string, string>()).Select(file => new WorkMount(file.Value, file.Key, ReadOnly: true));
        var rewriter = new MountRewriter([.. order.Mounts, .. files], order.Ports);
        var line = order.Entrypoint is { Count: > 0 } entrypoint ? entrypoint : image.Entrypoint;
        var program = image.Resolve(line[0]);
        var command = Cli.Wrap(program)
            .WithArguments(line.Skip(1).Concat(order.Arguments ?? []).Select(rewriter.Rewrite))
            .WithEnvironmentVariables(EnvironmentOf(order, image, rewriter))
            .WithWorkingDirectory(FolderOf(order, image, rewriter))
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(Pipe(order, WorkStream.Output))
            .WithStandardErrorPipe(Pipe(order, WorkStream.Error));
        try
        {
            return new ProcessWork(command, order.MemoryBytes, time);
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            var words = $"exec: \"{line[0]}\": {exception.InnerException?.Message ?? exception.Message}";
            throw new WorkStartException(created: true, words, exception);
        }
    }

    private static string FolderOf(WorkOrder order, ProcessImage image, MountRewriter rewriter)
    {
        if (order.WorkingDirectory is not { Length: > 0 } inside)
            return image.RootFolder;
        var rewritten = rewriter.Rewrite(inside);
        return Directory.Exists(rewritten) ? rewritten : image.RootFolder;
    }

    // The variables of this process stay out: they may hold secrets, and a container would not see them either.
    private static Dictionary<string, string?> EnvironmentOf(WorkOrder order, ProcessImage image, MountRewriter rewriter)
    {
        var environment = new Dictionary<string, string?>();
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (!Inherited.Contains((string)variable.Key))
                environment[(string)variable.Key] = null;
        }

        foreach (var (name, value) in image.Environment ?? new Dictionary<string, string>())
            environment[name] = value;
        foreach (var (name, value) in order.Environment)
            environment[name] = rewriter.Rewrite(value);
        return environment;
    }

    private static PipeTarget Pipe(WorkOrder order, WorkStream from) => PipeTarget.Create(async (stream, cancellationToken) =>
    {
        var buffer = new byte[32 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            order.Output(from, buffer.AsMemory(0, count));
    });
}
