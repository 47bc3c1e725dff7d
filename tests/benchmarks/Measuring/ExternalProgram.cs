using System.ComponentModel;
using CliWrap;
using CliWrap.Buffered;

namespace Survey.Benchmarks.Measuring;

/// <summary>Runs programs that have to succeed.</summary>
internal static class ExternalProgram
{
    /// <summary>Runs a program to its end and gives what it printed.</summary>
    /// <exception cref="BenchmarkSkippedException">It is not installed.</exception>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken, string? folder = null)
    {
        try
        {
            var result = await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder ?? Directory.GetCurrentDirectory())
                .WithEnvironmentVariables(variables => variables.Set("DEBIAN_FRONTEND", "noninteractive"))
                .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
            return result.ExitCode == 0
                ? result.StandardOutput
                : throw new BenchmarkException($"{program} {string.Join(' ', arguments)} ended with {result.ExitCode}: {result.StandardError.Trim()}");
        }
        catch (Win32Exception)
        {
            throw new BenchmarkSkippedException($"'{program}' is not installed; README.md beside the benchmarks lists what they need.");
        }
    }
}
