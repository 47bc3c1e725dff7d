using System.Diagnostics;
using System.Net.Sockets;
using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Publishing;

/// <summary>Debian's <c>docker-registry</c> on a free port of the loopback address, as long as this object lives.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    private readonly DirectoryInfo folder;
    private readonly Process process;

    private DockerRegistry(DirectoryInfo folder, Process process, int port)
    {
        (this.folder, this.process) = (folder, process);
        Address = $"127.0.0.1:{port}";
    }

    public string Address { get; }

    public static async Task<DockerRegistry> StartAsync(bool allowsDeletion, CancellationToken cancellationToken)
    {
        const string Program = "/usr/bin/docker-registry";
        Assert.SkipUnless(File.Exists(Program), "docker-registry is not installed (Debian: apt-get install docker-registry).");
        var folder = Directory.CreateTempSubdirectory("registry-");
        var port = FreePort.Take();
        var configuration = Path.Combine(folder.FullName, "config.yml");
        await File.WriteAllTextAsync(configuration, $"""
            version: 0.1
            log: {"{"} level: error {"}"}
            storage: {"{"} filesystem: {"{"} rootdirectory: {folder.FullName}/data {"}"}, delete: {"{"} enabled: {(allowsDeletion ? "true" : "false")} {"}"} {"}"}
            http: {"{"} addr: "127.0.0.1:{port}" {"}"}
            """, cancellationToken);
        var process = Process.Start(new ProcessStartInfo(Program, ["serve", configuration]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var registry = new DockerRegistry(folder, process, port);
        while (!await AnswersAsync(port, cancellationToken))
            Assert.False(process.HasExited, "docker-registry ended before it answered.");
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            await Task.Yield();
            return false;
        }
    }
}
