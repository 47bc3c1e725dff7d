using CliWrap;
using CliWrap.Buffered;

namespace Survey.Build.Tests;

/// <summary>The compiled host, run as a process.</summary>
internal static class Host
{
    public static async Task<BufferedCommandResult> RunAsync(params IReadOnlyList<string> arguments) =>
        await Cli.Wrap("dotnet")
            .WithArguments([Path.Combine(AppContext.BaseDirectory, "Survey.Build.dll"), .. arguments])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
}
