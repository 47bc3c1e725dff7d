using System.Diagnostics;
using CliWrap;
using Survey.Devnets;
using Survey.Devnets.Ocean.Chain;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>The devnet as a process of its own.</summary>
public sealed class DevnetProcessTests
{
    [Fact]
    public async Task Anvil_EndsWithTheDevnet_WhenItsProcessIsKilled()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows nothing stands between the devnet and anvil.");
        var token = TestContext.Current.CancellationToken;
        try
        {
            await NpmFolder.OfRepository().EnsureAsync(TimeProvider.System, token);
        }
        catch (InvalidOperationException exception)
        {
            Assert.Skip($"No chain: {exception.Message}");
        }
        using var folder = new TemporaryFolder();
        using var abandoned = new CancellationTokenSource();
        var host = Cli.Wrap("dotnet")
            .WithArguments([typeof(DevnetCatalog).Assembly.Location, "ocean", "--state", folder.Path, "--isolation", "process", "--option", $"chain-cache={ChainFixture.CacheFolder}"])
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(abandoned.Token);
        try
        {
            var rpc = new Uri((await FindAsync(folder.Path, host.Task, token)).Endpoints["rpc"]);
            Assert.True(await AnswersAsync(rpc, token));

            Process.GetProcessById(host.ProcessId).Kill(entireProcessTree: false);
            await host.Task;

            while (await AnswersAsync(rpc, token))
                await Task.Delay(20, token);
        }
        finally
        {
            await abandoned.CancelAsync();
        }
    }

    private static async Task<DevnetEndpointFile> FindAsync(string folder, Task host, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (DevnetEndpointFile.FindAlive(folder) is { } found)
                return found;
            Assert.False(host.IsCompleted, "The devnet ended before it answered.");
            await Task.Delay(50, cancellationToken);
        }
    }

    private static async Task<bool> AnswersAsync(Uri rpc, CancellationToken cancellationToken)
    {
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            await client.ConnectAsync(rpc.Host, rpc.Port, cancellationToken);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
