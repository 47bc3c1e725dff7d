using System.Security.Cryptography;
using System.Text;
using RichardSzalay.MockHttp;
using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Publishing;

public sealed class UrlHostTests
{
    private const string Content = "the model";
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)));
    private readonly MockHttpMessageHandler server = new();
    private readonly FakeJournal journal = new();

    [Fact]
    public async Task Publish_ChecksWhatIsThere_AndCreatesNothing()
    {
        server.When($"https://files.example.org/survey/{Sha256}").Respond("application/octet-stream", Content);

        Assert.Equal($"https://files.example.org/survey/{Sha256}", (await PublishAsync()).AbsoluteUri);
        Assert.Empty(journal.Lines);
    }

    [Theory]
    [InlineData("tha model", "its SHA-256 is")]
    [InlineData("something longer", "it has 16 bytes instead of 9")]
    public async Task Publish_SaysWhatIsWrong_WhenAnotherFileIsThere(string content, string expected)
    {
        server.When($"https://files.example.org/survey/{Sha256}").Respond("application/octet-stream", content);

        var error = await Assert.ThrowsAsync<NetworkException>(PublishAsync);

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("put the file there under its SHA-256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_SaysWhatToDo_WhenNothingIsThere()
    {
        var error = await Assert.ThrowsAsync<NetworkException>(PublishAsync);

        Assert.Contains("but the server answers 404: put the file there", error.Message, StringComparison.Ordinal);
    }

    private Task<Uri> PublishAsync() => new UrlHost(new HostingSpec { Kind = HostingKind.Url, BaseUrl = "https://files.example.org/survey" }, server.ToHttpClient())
        .PublishAsync("r1", new FileArtifact("/somewhere/model.onnx", Sha256, Content.Length), journal, TestContext.Current.CancellationToken);
}
