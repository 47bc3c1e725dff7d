using CliWrap;
using CliWrap.Buffered;

namespace Survey.Experiments.Prerequisites;

/// <summary>Finds programs and asks them for their version.</summary>
/// <param name="searchPath">The folders to look in, as in the variable PATH.</param>
internal sealed class ToolLocator(string searchPath)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Full path of the first program with one of the names, or null.</summary>
    public string? Find(params IEnumerable<string> names)
    {
        string[] extensions = OperatingSystem.IsWindows() ? [".exe", ".cmd", ".bat"] : [""];
        return names
            .SelectMany(name => searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(folder => extensions.Select(extension => Path.Combine(folder, name + extension))))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>First line the program prints, or null when it cannot be run, fails or takes longer than ten seconds.</summary>
    public static async Task<string?> FirstLineAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var result = await Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(patience.Token);
            return result.ExitCode == 0 ? result.StandardOutput.Split('\n')[0].Trim() : null;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}
