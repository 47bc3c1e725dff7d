using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Survey.Experiments.Ocean;
using Survey.Experiments.Ocean.Node;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>Defects of 3.2.0 beside those that the probes look at: there when asked for, and not otherwise.</summary>
public sealed class OceanSwitchTests(OceanFixture documented, DeviatingOceanFixture deviating) : IClassFixture<OceanFixture>, IClassFixture<DeviatingOceanFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, HttpStatusCode.PartialContent)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task Result_ComesWhole_OnlyWhenRangesAreIgnored(bool deviates, HttpStatusCode expected)
    {
        var (context, fullId, job) = await RunAsync(deviates);
        var output = job.Results.Single(result => result.Type == "output");

        using var response = await context.ConsumerAccount.CallAsync(
            SignatureText.GetComputeResult,
            call =>
            {
                var request = new HttpRequestMessage(HttpMethod.Get, new Uri(context.NodeUrl, $"/api/services/computeResult?{call.Query}&jobId={fullId}&index={output.Index}"));
                request.Headers.Range = new RangeHeaderValue(512, null);
                return Fixture(deviates).Http.SendAsync(request, Token);
            },
            Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(deviates ? output.Bytes : output.Bytes - 512, (await response.Content.ReadAsByteArrayAsync(Token)).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Status_GivesAllJobs_OnlyWhenABareIdIsNotLookedAt(bool deviates)
    {
        var (context, _, _) = await RunAsync(deviates);
        var (_, _, job) = await RunAsync(deviates);

        var found = JsonNode.Parse(await Fixture(deviates).Http.GetStringAsync(
            new Uri(context.NodeUrl, $"/api/services/compute?consumerAddress={context.Consumer.Address}&jobId={job.BareId}"), Token))!.AsArray();

        if (deviates)
            Assert.True(found.Count > 1);
        else
            Assert.Equal(job.BareId, (string?)Assert.Single(found)!["jobId"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_IsInvalidatedByAnybody_OnlyWhenSignaturesAreNotLookedAt(bool deviates)
    {
        var (context, fullId, job) = await RunAsync(deviates);
        var token = await context.Client.CreateTokenAsync(context.ConsumerAccount, DateTimeOffset.UtcNow.AddMinutes(5), Token);
        var body = new JsonObject { ["address"] = context.Publisher.Address, ["nonce"] = "9999999999999", ["signature"] = "0x" + new string('2', 130), ["token"] = token.Reveal() };

        using var answer = await Fixture(deviates).Http.PostAsync(
            new Uri(context.NodeUrl, "/api/services/auth/token/invalidate"), new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), Token);

        Assert.Equal(deviates ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(!deviates, await context.Client.CanReadResultAsync(token, context.Consumer.Address, fullId, job.Results[0], Token));
    }

    private OceanFixture Fixture(bool deviates) => deviates ? deviating : documented;

    private async Task<(OceanContext Context, string FullId, NodeJob Job)> RunAsync(bool deviates)
    {
        var fixture = Fixture(deviates);
        var journal = new MemoryJournal();
        var run = fixture.Run(journal, new OceanOptions { Free = true });
        await using var network = fixture.Network();
        await network.InvokeAsync(run, await network.DeployAsync(run, Token), Token);
        var fullId = journal.Open.Single(resource => resource.Kind == OceanResources.ComputeJob).Id!;
        Assert.True((await network.TeardownAsync(journal.Open, Token)).IsClean);
        var (context, _) = await network.OpenAsync(Token);
        return (context, fullId, (await context.Client.FindJobAsync(fullId, Token))!);
    }
}
