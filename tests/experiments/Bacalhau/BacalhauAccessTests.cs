using System.Text;
using System.Text.Json.Nodes;
using Survey.Devnets.Bacalhau;
using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>Users, keys and certificates. The secret of <c>${NAME}</c> is its own reference here.</summary>
public sealed class BacalhauAccessTests
{
    private const string Key = "${BACALHAU_KEY}";
    private const string Password = "${BACALHAU_PASSWORD}";

    private static readonly BacalhauDevnetOptions WithUsers = new() { Users = [new("survey", Password, Key, ["*"]), new("reader", null, "reader-key-0123456789", ["read:*"])] };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public BacalhauAccessTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the worker of these tests is a shell script");

    [Fact]
    public async Task InvokeAsync_SendsTheKey_WhenThereIsOne()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, options: WithUsers, settings: new JsonObject { ["apiKey"] = Key });

        Assert.Equal(20, (await fixture.InvokeAsync(fixture.Run(), Token)).Predictions.Argmax.Count);
        Assert.Contains(fixture.Requests.Sent, request => request.Authorization == $"Bearer {Key}");
    }

    [Fact]
    public async Task InvokeAsync_SendsNameAndPassword_WhenThereIsNoKey()
    {
        var settings = new JsonObject { ["username"] = "survey", ["password"] = Password };
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, options: WithUsers, settings: settings);

        Assert.Equal(20, (await fixture.InvokeAsync(fixture.Run(), Token)).Predictions.Argmax.Count);
        Assert.Contains(fixture.Requests.Sent, request => request.Authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"survey:{Password}"))}");
    }

    [Fact]
    public async Task InvokeAsync_TellsNoCredentials_ToWhoeverServesTheResults()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, options: WithUsers, settings: new JsonObject { ["apiKey"] = Key });

        await fixture.InvokeAsync(fixture.Run(), Token);

        Assert.All(fixture.Requests.Sent.Where(request => request.Path.EndsWith(".tar.gz", StringComparison.Ordinal)), request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task SurveyAsync_SaysWhatToCheck_WhenTheKeyIsWrong()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, options: WithUsers, settings: new JsonObject { ["apiKey"] = "${OTHER}" });

        var refused = await Assert.ThrowsAsync<NetworkException>(() => fixture.Network.SurveyAsync(Token));

        Assert.Equal(NetworkErrorKind.Unauthorized, refused.Kind);
        Assert.Contains("Check apiKey", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("OTHER", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_Works_OverTlsWithTheAuthorityInAFile()
    {
        var certificate = TestCertificate.Create(out var authority);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, authority, Token);
        await using var fixture = await BacalhauFixture.StartAsync(
            Token, nodes: 1, script: "#!/bin/sh\necho 'over tls' >&2\nexit 3\n", options: new() { Certificate = certificate }, settings: new JsonObject { ["caFile"] = file });
        var run = fixture.Run();

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(run, Token));

        // The job ran and its log was read over the encrypted websocket.
        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Equal("https", new Uri(fixture.Devnet.Endpoints["api"]).Scheme);
        Assert.Contains("over tls", await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(run.Folder, "raw"), "*.log").Single(), Token), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task SurveyAsync_Fails_WhenTheCertificateIsOfAnotherAuthority()
    {
        TestCertificate.Create(out var other);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, other, Token);
        await using var fixture = await BacalhauFixture.StartAsync(
            Token, nodes: 1, options: new() { Certificate = TestCertificate.Create() }, settings: new JsonObject { ["caFile"] = file, ["attempts"] = 1 });

        var failure = await Assert.ThrowsAsync<NetworkException>(() => fixture.Network.SurveyAsync(Token));

        Assert.Equal(NetworkErrorKind.Transient, failure.Kind);
        Assert.Contains("SSL", failure.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task StartAsync_NamesTheFile_WhenItHoldsNoCertificate()
    {
        var file = Path.GetTempFileName();

        var refused = await Assert.ThrowsAsync<NetworkException>(() => BacalhauFixture.StartAsync(Token, nodes: 1, settings: new JsonObject { ["caFile"] = file }));

        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Set caFile to a PEM file", refused.Message, StringComparison.Ordinal);
        File.Delete(file);
    }
}
