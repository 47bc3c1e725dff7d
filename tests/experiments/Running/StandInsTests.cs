using System.Net;
using RichardSzalay.MockHttp;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

/// <summary>What ran on a devnet counts as rehearsed, however it was reached.</summary>
public sealed class StandInsTests
{
    [Theory]
    [InlineData(HttpStatusCode.OK, "application/json", Standing.Devnet)]
    [InlineData(HttpStatusCode.OK, "text/html", Standing.Node)]
    [InlineData(HttpStatusCode.NotFound, "application/json", Standing.Node)]
    public async Task StandingAt_IsTheDevnets_OnlyWhenTheServerSaysThatItIsOne(HttpStatusCode code, string type, Standing expected)
    {
        using var server = new MockHttpMessageHandler();
        server.When("http://somewhere:1234/devnet/status").Respond(code, type, "{}");

        Assert.Equal(expected, await StandingAtAsync(server, new Uri("http://somewhere:1234/api/")));
    }

    [Fact]
    public async Task StandingAt_IsTheNodes_WhenNobodyAnswers()
    {
        using var server = new MockHttpMessageHandler();
        server.When("*").Throw(new HttpRequestException("refused"));

        Assert.Equal(Standing.Node, await StandingAtAsync(server, new Uri("http://somewhere")));
    }

    [Fact]
    public async Task StandingAt_AsksNobody_WhereThereIsNoAddress()
    {
        using var server = new MockHttpMessageHandler();
        var asked = server.When("*").Respond("application/json", "{}");

        Assert.Equal(Standing.Node, await StandingAtAsync(server, null));
        Assert.Equal(0, server.GetMatchCount(asked));
    }

    private static async Task<Standing> StandingAtAsync(MockHttpMessageHandler server, Uri? address)
    {
        using var http = server.ToHttpClient();
        return await StandIns.StandingAtAsync(new NetworkEndpoint("net", "http", Standing.Node, address, "{}"), http, TestContext.Current.CancellationToken);
    }
}
