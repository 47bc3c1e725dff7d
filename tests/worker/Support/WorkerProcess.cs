using CliWrap;
using CliWrap.Buffered;

namespace Survey.Worker.Tests.Support;

/// <summary>The compiled worker as a process of its own.</summary>
internal static class WorkerProcess
{
    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "worker.exe" : "worker");

    public static Command Command(params IEnumerable<string> arguments) => Cli.Wrap(Program).WithArguments(arguments).WithValidation(CommandResultValidation.None);

    public static async Task<BufferedCommandResult> RunAsync(params IEnumerable<string> arguments) =>
        await Command(arguments).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
