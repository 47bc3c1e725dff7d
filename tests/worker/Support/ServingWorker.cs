using System.Text.Json;
using CliWrap;
using CliWrap.EventStream;

namespace Survey.Worker.Tests.Support;

/// <summary>A worker that serves on a free port of the loopback interface until disposed.</summary>
internal sealed class ServingWorker : IAsyncDisposable
{
    private readonly CancellationTokenSource kill = new();
    private readonly TaskCompletionSource<JsonElement> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> exited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int ProcessId { get; private set; }

    public List<string> Errors { get; } = [];

    public JsonElement Ready { get; private set; }

    public HttpClient Client { get; } = new();

    public static async Task<ServingWorker> StartAsync(params IEnumerable<string> arguments)
    {
        var worker = new ServingWorker();
        _ = worker.ListenAsync(WorkerProcess.Command(["serve", "--host", "127.0.0.1", "--port", "0", .. arguments]));
        worker.Ready = await worker.ready.Task.WaitAsync(TestContext.Current.CancellationToken);
        worker.Client.BaseAddress = new Uri(worker.Ready.GetProperty("address").GetString()!);
        return worker;
    }

    /// <summary>Sends SIGTERM and returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await Cli.Wrap("kill").WithArguments(["-TERM", $"{ProcessId}"]).ExecuteAsync();
        return await exited.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await kill.CancelAsync();
        await exited.Task;
        kill.Dispose();
    }

    private async Task ListenAsync(Command command)
    {
        try
        {
            await foreach (var occurrence in command.ListenAsync(System.Text.Encoding.UTF8, System.Text.Encoding.UTF8, kill.Token))
                Take(occurrence);
        }
        catch (OperationCanceledException)
        {
            exited.TrySetResult(-1);
        }
    }

    private void Take(CommandEvent occurrence)
    {
        switch (occurrence)
        {
            case StartedCommandEvent started:
                ProcessId = started.ProcessId;
                break;
            case StandardOutputCommandEvent line:
                ready.TrySetResult(JsonDocument.Parse(line.Text).RootElement);
                break;
            case StandardErrorCommandEvent line:
                Errors.Add(line.Text);
                break;
            case ExitedCommandEvent exit:
                ready.TrySetException(new InvalidOperationException($"The worker ended with {exit.ExitCode}: {string.Join(' ', Errors)}"));
                exited.TrySetResult(exit.ExitCode);
                break;
        }
    }
}
