using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;

namespace Survey.Devnets.Ocean.Chain;

/// <summary>A real EVM node (anvil from npm) on a free loopback port. It ends when disposed.</summary>
internal sealed partial class Anvil : IAsyncDisposable
{
    /// <summary>The chain id that Ocean's tools know as "development".</summary>
    public const long ChainId = 8996;

    private readonly CancellationTokenSource kill = new();
    private readonly CancellationTokenSource interrupt = new();
    private readonly CommandTask<CommandResult> process;

    private Anvil(CommandTask<CommandResult> process, CancellationTokenSource kill, CancellationTokenSource interrupt, Uri rpc)
    {
        (this.process, this.kill, this.interrupt) = (process, kill, interrupt);
        Rpc = rpc;
    }

    /// <summary>Where it answers JSON-RPC.</summary>
    public Uri Rpc { get; }

    /// <summary>Starts it.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="loadState">State to begin with; null begins with an empty chain.</param>
    /// <param name="dumpState">Where to write the state at the end; null writes none.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<Anvil> StartAsync(string program, string? loadState, string? dumpState, CancellationToken cancellationToken)
    {
        List<string> arguments = ["--host", "127.0.0.1", "--port", "0", "--chain-id", ChainId.ToString(CultureInfo.InvariantCulture)];
        if (loadState is not null)
            arguments.AddRange(["--load-state", loadState]);
        if (dumpState is not null)
            arguments.AddRange(["--dump-state", dumpState]);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var (kill, interrupt) = (new CancellationTokenSource(), new CancellationTokenSource());
        var process = Cli.Wrap(program)
            .WithArguments(arguments)
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
            {
                if (Listening().Match(line) is { Success: true } match)
                    listening.TrySetResult(new Uri($"http://{match.Groups[1].Value}"));
            }))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line => listening.TrySetException(new InvalidOperationException($"anvil did not start: {line}"))))
            .ExecuteAsync(kill.Token, interrupt.Token);
        await Task.WhenAny(listening.Task, process.Task).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        if (!listening.Task.IsCompleted)
            throw new InvalidOperationException("anvil ended before it listened.");
        return new Anvil(process, kill, interrupt, await listening.Task);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await interrupt.CancelAsync();
        kill.CancelAfter(TimeSpan.FromSeconds(15));
        try
        {
            await process.Task;
        }
        catch (OperationCanceledException)
        {
            // Interrupted, as asked.
        }
        process.Dispose();
        interrupt.Dispose();
        kill.Dispose();
    }

    [GeneratedRegex(@"Listening on (127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
