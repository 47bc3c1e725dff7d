using System.Text;
using System.Text.Json.Nodes;
using CliWrap;
using Survey.Devnets.Ocean.Chain;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>Ocean's own client, unchanged, against the devnet.</summary>
[Trait("Category", "Gate")]
public sealed class OceanClientGateTests(UnsettledOceanFixture fixture) : IClassFixture<UnsettledOceanFixture>
{
    private const int Settling = 71;

    [Fact]
    public async Task OceanJs_PublishesOrdersAndComputes_WhenItTalksToTheDevnet()
    {
        var devnet = fixture.Devnet;
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(NpmFolder.OfRepository().Folder))!, "tests", "experiments", "Ocean", "client");
        var client = new NpmFolder(folder);
        try
        {
            await client.EnsureAsync(TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (InvalidOperationException exception)
        {
            Assert.Skip($"The client cannot be installed: {exception.Message}");
        }
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        var result = await Cli.Wrap("node")
            .WithArguments(["gate.mjs"])
            .WithWorkingDirectory(folder)
            .WithEnvironmentVariables(environment => environment
                .Set("RPC_URL", devnet.Endpoints["rpc"])
                .Set("NODE_URL", devnet.Endpoints["api"])
                .Set("ADDRESS_FILE", devnet.AddressFilePath)
                .Set("FILES_URL", fixture.Files.ToString().TrimEnd('/'))
                .Set("IMAGE", "survey/worker:1"))
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output))
            .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(TestContext.Current.CancellationToken);

        Assert.True(result.ExitCode == 0, errors.ToString());
        var told = JsonNode.Parse(output.ToString())!;
        Assert.Equal("3.0", (string)told["quoted"]!);
        foreach (var (job, isFree) in new[] { ("free", true), ("paid", false) })
        {
            Assert.Equal(Settling, (int)told[job]!["status"]!);
            Assert.Equal(0, (int)told[job]!["exitCode"]!);
            Assert.Equal(isFree, (bool)told[job]!["isFree"]!);
            Assert.True((bool)told[job]!["output"]!);
        }
        Assert.True((bool)told["hasLock"]!);
    }
}
