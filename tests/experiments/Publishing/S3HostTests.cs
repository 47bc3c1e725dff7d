using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Publishing;

public sealed class S3HostTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();
    private readonly FakeJournal journal = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task Publish_PutsTheFileBehindASignedUrl_JournalledBefore()
    {
        await using var bucket = await S3StandIn.StartAsync();
        await using var host = Open(bucket);

        var url = await PublishAsync(host);

        using var http = new HttpClient();
        Assert.Equal("the model", await http.GetStringAsync(url, Token));
        Assert.Contains("X-Amz-Signature=", url.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", url.AbsoluteUri, StringComparison.Ordinal);
        Assert.Matches("^intent s3-object survey/r1/a{16}/", journal.Lines[0]);
        Assert.Matches("^created s3-object survey/r1/a{16}/", journal.Lines[1]);
    }

    [Fact]
    public async Task Teardown_RemovesTheObject_AndResidueFindsItBefore()
    {
        await using var bucket = await S3StandIn.StartAsync();
        await using var host = Open(bucket);
        await PublishAsync(host);
        bucket.Objects["survey/r2/other"] = [1];

        Assert.Single(await host.FindResidueAsync(new ResidueScope("r1", null, []), Token));
        Assert.True((await host.TeardownAsync(journal.Created, Token)).IsClean);

        Assert.Equal(["survey/r2/other"], bucket.Objects.Keys);
        Assert.Empty(await host.FindResidueAsync(new ResidueScope("r1", null, []), Token));
    }

    [Fact]
    public async Task Publish_LeavesAnIntentAndSaysWhy_WhenTheKeyIsRefused()
    {
        await using var bucket = await S3StandIn.StartAsync();
        await using var host = Open(bucket, "SOMEBODYELSE");

        var error = await Assert.ThrowsAsync<NetworkException>(() => PublishAsync(host));

        Assert.Equal(NetworkErrorKind.Unauthorized, error.Kind);
        Assert.Contains("The bucket 'survey' refused: Access Denied", error.Message, StringComparison.Ordinal);
        Assert.Single(journal.Lines);
    }

    private static S3Host Open(S3StandIn bucket, string keyId = S3StandIn.KeyId) => new(
        new HostingSpec { Kind = HostingKind.S3, Endpoint = bucket.Address, Bucket = S3StandIn.Bucket, AccessKey = "${KEY}", SecretKey = "${SECRET}" },
        reference => new Secret(reference == "${KEY}" ? keyId : "the secret"),
        TimeProvider.System);

    private async Task<Uri> PublishAsync(S3Host host)
    {
        await File.WriteAllTextAsync(file, "the model", Token);
        return await host.PublishAsync("r1", new FileArtifact(file, new string('a', 64), 9), journal, Token);
    }
}
