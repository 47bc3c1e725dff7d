using System.Text.Json.Nodes;
using CliWrap;
using CliWrap.Buffered;
using Survey.Devnets.Ocean.Chain;
using Xunit;
using YamlDotNet.Serialization;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>The compose file for a real node: what Compose makes of it, and that the node finds in it what it asks for.</summary>
public sealed class OceanComposeTests
{
    // The least configuration with which ocean-node 3.2.0 was seen to work; it refuses to start, or does not index, without one of them.
    private static readonly string[] Needed =
        ["PRIVATE_KEY", "CONFIG_PATH", "INTERFACES", "HTTP_API_PORT", "RPCS", "ADDRESS_FILE", "DB_URL", "DB_TYPE", "DOCKER_COMPUTE_ENVIRONMENTS", "UNSAFE_URLS"];

    private static readonly string[] Known = [.. Needed, "MAX_REQ_PER_MINUTE", "MAX_CONNECTIONS_PER_MINUTE", "ESCROW_CLAIM_TIMEOUT", "INDEXER_INTERVAL"];

    private static readonly Dictionary<string, string?> Values = new()
    {
        ["OCEAN_NODE_PRIVATE_KEY"] = "0x01",
        ["OCEAN_NODE_CONFIG"] = "/etc/config.json",
        ["OCEAN_ADDRESS_FILE"] = "/etc/address.json",
        ["OCEAN_RPC_URL"] = "https://rpc.example.org",
        ["OCEAN_CHAIN_ID"] = "11155111",
        ["OCEAN_FEE_TOKEN"] = "0x1B083D8584dd3e6Ff37d04a6e7e82b5F622f3985",
        ["OCEAN_TYPESENSE_KEY"] = "typesense-key",
    };

    private static string ComposeFile => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(NpmFolder.OfRepository().Folder))!, "experiments", "Ocean", "compose.yaml");

    [Fact]
    public void Environment_HasWhatTheNodeNeeds_AndNothingItDoesNotKnow()
    {
        var environment = ReadNode();

        Assert.Empty(Needed.Except(environment.Keys));
        Assert.Empty(environment.Keys.Except(Known));
        Assert.Equal("typesense", environment["DB_TYPE"]);
        Assert.Equal("http://typesense:8108/?apiKey=typesense-key", environment["DB_URL"]);
        Assert.Equal(["HTTP"], JsonNode.Parse(environment["INTERFACES"])!.AsArray().Select(name => (string?)name));
        var chain = JsonNode.Parse(environment["RPCS"])![Values["OCEAN_CHAIN_ID"]!]!;
        Assert.Equal((11155111, "https://rpc.example.org"), ((int)chain["chainId"]!, (string?)chain["rpc"]));
    }

    [Fact]
    public void ComputeEnvironment_IsOneTheNodeAccepts_WhenItsRulesAreHeldAgainstIt()
    {
        var environment = JsonNode.Parse(ReadNode()["DOCKER_COMPUTE_ENVIRONMENTS"])![0]!["environments"]![0]!;

        Assert.Contains(environment["resources"]!.AsArray(), resource => (string?)resource!["id"] == "disk" && (int)resource["total"]! > 0);
        Assert.True((int)environment["storageExpiry"]! >= (int)environment["maxJobDuration"]!);
        Assert.Equal(Values["OCEAN_FEE_TOKEN"], (string?)environment["fees"]![Values["OCEAN_CHAIN_ID"]!]![0]!["feeToken"]);
        Assert.True((int)environment["free"]!["maxJobs"]! > 0);
    }

    [Fact]
    public async Task File_IsRead_WhenComposeIsAsked()
    {
        var program = await FindComposeAsync();
        Assert.SkipWhen(program is null, "No Docker Compose: install docker-compose, or Docker's compose plug-in.");

        var result = await program!.WithEnvironmentVariables(Values).ExecuteBufferedAsync(TestContext.Current.CancellationToken);

        Assert.Contains("ocean-node", result.StandardOutput, StringComparison.Ordinal);
        Assert.DoesNotContain(":?", result.StandardOutput, StringComparison.Ordinal);
    }

    private static async Task<CliWrap.Command?> FindComposeAsync()
    {
        string[] arguments = ["--file", ComposeFile, "config"];
        foreach (var (program, first) in new[] { ("docker-compose", Array.Empty<string>()), ("docker", ["compose"]) })
        {
            try
            {
                if ((await Cli.Wrap(program).WithArguments([.. first, "version"]).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync()).IsSuccess)
                    return Cli.Wrap(program).WithArguments([.. first, .. arguments]);
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // Not installed.
            }
        }
        return null;
    }

    // As Compose fills it in: every variable is needed.
    private static Dictionary<string, string> ReadNode()
    {
        var text = Values.Aggregate(File.ReadAllText(ComposeFile), (text, value) => text.Replace($"${{{value.Key}:?}}", value.Value, StringComparison.Ordinal));
        Assert.DoesNotContain("${", text, StringComparison.Ordinal);
        var file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(text);
        var node = (Dictionary<object, object>)((Dictionary<object, object>)file["services"])["ocean-node"];
        return ((Dictionary<object, object>)node["environment"]).ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value);
    }
}
