using System.Net;
using RichardSzalay.MockHttp;
using Survey.Worker.Sources;

namespace Survey.Worker.Tests.Sources;

public sealed class SourceReaderTests : IDisposable
{
    private static readonly byte[] Content = "the model"u8.ToArray();
    private readonly MockHttpMessageHandler handler = new();

    [Fact]
    public async Task Read_FetchesAndChecks_WhenTheSourceIsAUrl()
    {
        handler.When("http://h/m").Respond("application/octet-stream", new MemoryStream(Content));

        Assert.Equal(Content, await ReadAsync(Digest.Sha256(Content)));
    }

    [Fact]
    public async Task Read_NamesBothDigests_WhenTheyDiffer()
    {
        handler.When("http://h/m").Respond("application/octet-stream", new MemoryStream(Content));

        var failure = await Assert.ThrowsAsync<WorkerException>(() => ReadAsync(new string('0', 64)));

        Assert.Equal(ExitCode.FetchFailed, failure.ExitCode);
        Assert.Contains(Digest.Sha256(Content), failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Refuses_WhenTheContentIsTooLong()
    {
        handler.When("http://h/m").Respond("application/octet-stream", new MemoryStream(new byte[101]));

        Assert.Contains("more than 100 bytes", (await Assert.ThrowsAsync<WorkerException>(() => ReadAsync(new string('0', 64)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SaysTheStatus_WhenTheServerRefuses()
    {
        handler.When("http://h/m").Respond(HttpStatusCode.Forbidden);

        Assert.Contains("403", (await Assert.ThrowsAsync<WorkerException>(() => ReadAsync(new string('0', 64)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sha256_IsThePlatformsOwn() =>
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Content)), Digest.Sha256(Content));

    public void Dispose() => handler.Dispose();

    private Task<byte[]> ReadAsync(string digest) =>
        new SourceReader(handler.ToHttpClient(), 100).ReadAsync(Source.Parse($"http://h/m#{digest}"), ExitCode.BadModel, TestContext.Current.CancellationToken);
}
