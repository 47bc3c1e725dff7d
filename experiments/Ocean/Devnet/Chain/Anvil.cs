using System.Globalization;
using System.Text.RegularExpressions;
using CliWrap;

namespace Survey.Devnets.Ocean.Chain;

/// <summary>A real EVM node (anvil from npm) on a free loopback port. It ends when disposed, and with this process however that dies.</summary>
internal sealed partial class Anvil : IAsyncDisposable
{
    /// <summary>The chain id that Ocean's tools know as "development".</summary>
    public const long ChainId = 8996;

    // A shell between this process and anvil reads its input, which ends with this process, also when that is killed. A line on it asks
    // for an orderly end, in which anvil writes its state.
    private const string Keeper = """
        exec 3<&0
        "$@" 3<&- </dev/null &
        anvil=$!
        { if read -r _ <&3; then kill -INT "$anvil"; else kill -KILL "$anvil"; fi; } 2>/dev/null &
        reader=$!
        wait "$anvil"
        status=$?
        kill -KILL "$reader" 2>/dev/null
        exit "$status"
        """;

    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource kill = new();
    private readonly CancellationTokenSource interrupt = new();
    private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CommandTask<CommandResult> process;

    private Anvil(string program, string[] arguments)
    {
        // Windows has no such shell: there a killed devnet leaves its anvil.
        var command = OperatingSystem.IsWindows() ? Cli.Wrap(program).WithArguments(arguments) : Cli.Wrap("/bin/sh").WithArguments(["-c", Keeper, "anvil", program, .. arguments]);
        process = command
            .WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(PipeSource.Create(AskForEndAsync))
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
            {
                if (Listening().Match(line) is { Success: true } match)
                    listening.TrySetResult(new Uri($"http://{match.Groups[1].Value}"));
            }))
            .WithStandardErrorPipe(PipeTarget.ToDelegate(line => listening.TrySetException(new InvalidOperationException($"anvil did not start: {line}"))))
            .ExecuteAsync(kill.Token, interrupt.Token);
    }

    /// <summary>Where it answers JSON-RPC.</summary>
    public Uri Rpc => listening.Task.Result;

    /// <summary>Starts it.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="loadState">State to begin with; null begins with an empty chain.</param>
    /// <param name="dumpState">Where to write the state at the end; null writes none.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<Anvil> StartAsync(string program, string? loadState, string? dumpState, CancellationToken cancellationToken)
    {
        string[] load = loadState is null ? [] : ["--load-state", loadState];
        string[] dump = dumpState is null ? [] : ["--dump-state", dumpState];
        var anvil = new Anvil(program, ["--host", "127.0.0.1", "--port", "0", "--chain-id", ChainId.ToString(CultureInfo.InvariantCulture), .. load, .. dump]);
        try
        {
            var first = await Task.WhenAny(anvil.listening.Task, anvil.process.Task).WaitAsync(StartPatience, cancellationToken);
            if (first != anvil.listening.Task)
                throw new InvalidOperationException("anvil ended before it listened.");
            await anvil.listening.Task;
            return anvil;
        }
        catch
        {
            await anvil.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        end.TrySetResult();
        if (OperatingSystem.IsWindows())
            await interrupt.CancelAsync();
        kill.CancelAfter(EndPatience);
        try
        {
            await process.Task;
        }
        catch (OperationCanceledException)
        {
            // Interrupted as asked, or killed because it did not end in time.
        }
        process.Dispose();
        interrupt.Dispose();
        kill.Dispose();
    }

    private async Task AskForEndAsync(Stream input, CancellationToken stopped)
    {
        await end.Task.WaitAsync(stopped);
        await input.WriteAsync("end\n"u8.ToArray(), stopped);
    }

    [GeneratedRegex(@"Listening on (127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
