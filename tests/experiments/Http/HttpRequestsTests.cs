using Scriban.Runtime;
using Survey.Experiments.Http;
using Survey.Experiments.Networks;
using Survey.Experiments.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Http;

public sealed class HttpRequestsTests
{
    private readonly ScriptObject variables = new() { ["result"] = "http://other:6001/r.tar.gz" };

    [Fact]
    public void Create_SendsCredentials_WhenTheUrlIsTheNetworksOwn()
    {
        using var request = Requests(new HttpSettings { Auth = new HttpAuth { Bearer = "${TOKEN}" } }).Create(new HttpStep { Name = "ask", Url = "/jobs" }, variables);
        Assert.Equal("http://node:1234/jobs", request.RequestUri!.ToString());
        Assert.Equal("Bearer value of ${TOKEN}", request.Headers.Authorization!.ToString());
    }

    [Fact]
    public void Create_WithholdsCredentials_WhenTheUrlIsAnAllowedHost()
    {
        var settings = new HttpSettings { Auth = new HttpAuth { ApiKey = new HttpApiKey { Value = "${KEY}" } }, Hosts = ["other:6001"] };
        using var request = Requests(settings).Create(new HttpStep { Name = "fetch", Url = "{{ result }}" }, variables);
        Assert.Equal("http://other:6001/r.tar.gz", request.RequestUri!.ToString());
        Assert.False(request.Headers.Contains("X-Api-Key"));
    }

    [Fact]
    public void Create_Refuses_WhenACapturedUrlPointsElsewhere()
    {
        var error = Assert.Throws<NetworkException>(() => Requests(new HttpSettings()).Create(new HttpStep { Name = "fetch", Url = "{{ result }}" }, variables));
        Assert.Contains("other:6001, which is not the network's host", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Refuses_WhenASecretStandsInTheUrl()
    {
        var error = Assert.Throws<NetworkException>(() => Requests(new HttpSettings()).Create(new HttpStep { Name = "ask", Url = "/jobs?key=${KEY}" }, variables));
        Assert.Contains("a secret may not stand in a URL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_AnnouncesTheLength_WhenTheBodyIsJson()
    {
        var step = new HttpStep { Name = "put", Method = "PUT", Url = "/jobs", Body = new HttpBody { Json = System.Text.Json.Nodes.JsonNode.Parse("""{"key":"${KEY}"}""") } };
        using var request = Requests(new HttpSettings()).Create(step, variables);
        var body = await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("""{"key":"value of ${KEY}"}""", body);
        Assert.Equal(body.Length, request.Content.Headers.ContentLength);
    }

    private static HttpRequests Requests(HttpSettings settings)
    {
        var secrets = new StepSecrets(name => new Secret("value of " + name));
        return new HttpRequests(new NetworkEndpoint("n", "http", Standing.Node, new Uri("http://node:1234"), "{}"), settings, new StepTemplates(secrets), secrets);
    }
}
