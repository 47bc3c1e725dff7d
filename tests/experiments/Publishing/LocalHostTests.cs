using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Publishing;

public sealed class LocalHostTests : IAsyncDisposable
{
    private const string Content = "the bytes of a model";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hosting-");
    private readonly FakeJournal journal = new();
    private readonly HttpClient http = new();
    private readonly LocalHost host = new(new HostingSpec { Kind = HostingKind.Local }, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Publish_HandsOutTheFile_AndNothingElse()
    {
        var url = await PublishAsync();

        Assert.Equal(Content, await http.GetStringAsync(url, Token));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(url, "."), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(url, "/"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"{url}/../other"), Token)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await http.PostAsync(url, new StringContent("x"), Token)).StatusCode);
    }

    [Fact]
    public async Task Publish_AnswersHeadAndRanges()
    {
        var url = await PublishAsync();
        using var head = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url), Token);
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(4, 8) } };
        using var part = await http.SendAsync(request, Token);

        Assert.Equal(Content.Length, head.Content.Headers.ContentLength);
        Assert.Equal((HttpStatusCode.PartialContent, "bytes"), (part.StatusCode, await part.Content.ReadAsStringAsync(Token)));
    }

    [Fact]
    public async Task Path_CannotBeGuessed_AndIsInNoJournal()
    {
        var url = await PublishAsync();
        await using var other = new LocalHost(new HostingSpec { Kind = HostingKind.Local }, TimeProvider.System);
        var elsewhere = await other.PublishAsync("r1", File(), new FakeJournal(), Token);

        var secret = url.Segments[1].TrimEnd('/');
        Assert.Matches("^[0-9a-f]{32}$", secret);
        Assert.NotEqual(secret, elsewhere.Segments[1].TrimEnd('/'));
        Assert.Equal(2, journal.Lines.Count);
        Assert.DoesNotContain(journal.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publish_TellsTheAdvertisedAddress_WhenThereIsOne()
    {
        await using var advertised = new LocalHost(new HostingSpec { Kind = HostingKind.Local, Advertise = "https://here.example.org/files" }, TimeProvider.System);

        var url = await advertised.PublishAsync("r1", File(), journal, Token);

        Assert.StartsWith("https://here.example.org/files/", url.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Teardown_StopsTheServer()
    {
        var url = await PublishAsync();

        var proof = await host.TeardownAsync(journal.Created, Token);

        Assert.True(proof.IsClean);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(url, Token));
    }

    private Task<Uri> PublishAsync() => host.PublishAsync("r1", File(), journal, Token);

    private FileArtifact File()
    {
        var path = Path.Combine(folder.FullName, "model.onnx");
        System.IO.File.WriteAllText(path, Content);
        return new FileArtifact(path, Convert.ToHexStringLower(SHA256.HashData(System.IO.File.ReadAllBytes(path))), Content.Length);
    }
}
