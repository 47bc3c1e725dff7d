using CliWrap;
using CliWrap.Buffered;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Node;

/// <summary>onnxruntime-node, installed from its lock file the first time; its own install script would download something else and is left out.</summary>
public sealed class NodeFixture : IAsyncLifetime
{
    private static readonly string Folder = Repository.PathOf("tests", "models", "Node");

    private string? reason;

    public async ValueTask InitializeAsync()
    {
        var searchPath = Environment.GetEnvironmentVariable("PATH") ?? "";
        if (Executables.Find("node", searchPath) is null || Executables.Find("npm", searchPath) is not { } npm)
        {
            reason = "Node.js with npm is not on the PATH.";
            return;
        }

        // npm writes this file last.
        var installed = new FileInfo(Path.Combine(Folder, "node_modules", ".package-lock.json"));
        if (installed.Exists && installed.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package-lock.json")))
            return;
        var result = await Cli.Wrap(npm)
            .WithArguments(["ci", "--ignore-scripts"])
            .WithWorkingDirectory(Folder)
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        reason = result.IsSuccess ? null : $"'npm ci' cannot install onnxruntime-node: {result.StandardError.Trim()}";
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>One argmax per image of an IDX file, or a skipped test with the reason.</summary>
    internal async Task<int[]> PredictAsync(string model, string images)
    {
        Assert.SkipUnless(reason is null, reason ?? "");
        var result = await Cli.Wrap("node")
            .WithArguments([Path.Combine(Folder, "predict.cjs"), model, images])
            .WithEnvironmentVariables(variables => variables.Set("ORT_DISABLE_TELEMETRY", "1"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.True(result.IsSuccess, result.StandardError);
        return System.Text.Json.JsonSerializer.Deserialize<int[]>(result.StandardOutput)!;
    }
}
