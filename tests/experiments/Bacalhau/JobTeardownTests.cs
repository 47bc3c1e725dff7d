using RichardSzalay.MockHttp;
using Survey.Experiments.Bacalhau;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>What counts as proof that a job is over.</summary>
public sealed class JobTeardownTests
{
    private const string Id = "j-1";

    [Theory]
    [InlineData(3)]
    [InlineData(11)]
    public async Task RunAsync_ProvesTheEnd_WhenNoExecutionOfTheStoppedJobRuns(int state)
    {
        using var server = new MockHttpMessageHandler();
        server.When($"http://node/api/v1/orchestrator/jobs/{Id}").Respond(
            "application/json",
            $$"""
            {
              "Job": { "ID": "{{Id}}", "Name": "job", "Type": "batch", "State": { "StateType": "Stopped" }, "Version": 1 },
              "Executions": { "Items": [{ "ID": "e-1", "NodeID": "n-1", "JobID": "{{Id}}", "ComputeState": { "StateType": {{state}} } }] }
            }
            """);
        using var http = server.ToHttpClient();
        var settings = new BacalhauSettings();
        var services = new NetworkServices(http, TimeProvider.System, NullEventSink.Instance, name => new Secret(name), new Random(1));
        var endpoint = new NetworkEndpoint("bacalhau", "bacalhau", Standing.Node, new Uri("http://node"), "{}");
        var client = new BacalhauClient(new BacalhauTransport(http, endpoint, settings, services), settings.Namespace);

        var proof = await new JobTeardown(client, TimeProvider.System).RunAsync(
            [new Resource(BacalhauJobs.JobKind, "job", Id, new Dictionary<string, string>())], TestContext.Current.CancellationToken);

        Assert.Equal(ResourceFate.Remains, Assert.Single(proof.Resources).Fate);
    }
}
