using CliWrap;
using CliWrap.Buffered;

namespace Survey.Models.Onnx;

/// <summary>The format's own checker, from Debian's python3-onnx.</summary>
internal sealed class OnnxChecker(string python)
{
    /// <summary>Debian's interpreter: another one on the PATH does not see Debian's packages.</summary>
    public const string SystemPython = "/usr/bin/python3";

    private const int NotInstalled = 3;

    private const string Script = """
        import sys
        try:
            import onnx
        except ImportError:
            sys.exit(3)
        # Not by its path: with full_check, onnx 1.12 writes what it inferred over the file.
        onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)
        print(onnx.__version__)
        """;

    /// <exception cref="ModelException">The checker refused the model.</exception>
    public async Task<CheckerRecord> CheckAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(python))
            return new CheckerRecord(CheckerOutcome.NotRun, $"{python} does not exist.");
        var result = await Cli.Wrap(python)
            .WithArguments(["-c", Script, path])
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(cancellationToken);
        return result.ExitCode switch
        {
            0 => new CheckerRecord(CheckerOutcome.Passed, $"onnx {result.StandardOutput.Trim()}, full_check"),
            NotInstalled => new CheckerRecord(CheckerOutcome.NotRun, $"{python} has no package onnx (Debian: apt-get install python3-onnx)."),
            _ => throw new ModelException($"onnx.checker refuses '{Path.GetFileName(path)}': {LastLine(result.StandardError)}"),
        };
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it gave no reason.";
}
