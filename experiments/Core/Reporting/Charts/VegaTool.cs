using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Exceptions;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Charts;

/// <summary>Vega-Lite from npm, run by Node.js: specifications in, pictures out. Installed once, below the artifacts folder.</summary>
/// <param name="source">Folder with draw.mjs, package.json and package-lock.json.</param>
/// <param name="install">Folder below which it is installed.</param>
/// <param name="npm">The npm program; a name is looked for on PATH.</param>
/// <param name="node">The node program.</param>
internal sealed class VegaTool(string source, string install, string npm = "npm", string node = "node")
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DrawLimit = TimeSpan.FromMinutes(2);
    private static readonly string[] Files = ["draw.mjs", "package.json", "package-lock.json"];

    /// <summary>Changes whenever pictures may come out different.</summary>
    public string Digest { get; } = string.Concat(Files.Select(file => FileDigest.Of(Path.Combine(source, file))));

    /// <summary>Draws specifications by key. A machine without npm gives no pictures and a sentence.</summary>
    public async Task<Drawing> DrawAsync(IReadOnlyDictionary<string, JsonObject> specifications, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(install, Digest[..16]);
        try
        {
            if (!File.Exists(Path.Combine(folder, "installed")))
                await InstallAsync(folder, cancellationToken);
            var output = await RunAsync(node, ["draw.mjs"], folder, JsonSerializer.Serialize(specifications, ArtifactJson.Line), DrawLimit, cancellationToken);
            return new Drawing(JsonSerializer.Deserialize<Dictionary<string, string>>(output, ArtifactJson.Options) ?? [], null);
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or CommandExecutionException or JsonException
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var why = error is System.ComponentModel.Win32Exception ? "npm or node is not on PATH" : error.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
            return new Drawing(new Dictionary<string, string>(), $"Charts are left out, the tables hold the same numbers: {why}. Install Node.js with npm (Debian: apt-get install npm) and render again.");
        }
    }

    private async Task InstallAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Files)
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
        await RunAsync(npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"], folder, "", InstallLimit, cancellationToken);
        AtomicFile.WriteText(Path.Combine(folder, "installed"), "");
    }

    private static async Task<string> RunAsync(string program, string[] arguments, string folder, string input, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        var output = new StringBuilder();
        var errors = new StringBuilder();
        var result = await Cli.Wrap(program).WithArguments(arguments).WithWorkingDirectory(folder).WithStandardInputPipe(PipeSource.FromString(input))
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output)).WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None).ExecuteAsync(timeout.Token);
        if (!result.IsSuccess)
            throw new JsonException($"{program} {arguments[0]} ended with exit code {result.ExitCode}: {LastLine(errors)}");
        return output.ToString();
    }

    private static string LastLine(StringBuilder errors) =>
        errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(line => line.Contains("rror", StringComparison.Ordinal)) ?? "no message";
}

/// <summary>What came back.</summary>
/// <param name="Pictures">SVG by key.</param>
/// <param name="Problem">Why there are none.</param>
internal sealed record Drawing(IReadOnlyDictionary<string, string> Pictures, string? Problem);
