using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Survey.Experiments.Networks;
using Survey.Experiments.Tests.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Http;

public sealed class HttpTlsTests : IDisposable
{
    private const string Ask = """
        invoke:
          - { name: ask, url: /ask, collect: { argmax: classes } }
        """;

    private readonly X509Certificate2 certificate = Create();
    private readonly StepWorld world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        world.Dispose();
        certificate.Dispose();
    }

    [Fact]
    public async Task CaFile_MakesACertificateTrusted()
    {
        await using var server = await StartAsync();
        world.Write("ca.pem", certificate.ExportCertificatePem());

        var invocation = await world.InvokeAsync(world.Open("http", server.Address, $"caFile: ca.pem\n{Ask}"), Token);

        Assert.Equal([1, 2], invocation.Predictions.Argmax);
    }

    [Fact]
    public async Task Step_NamesTheSetting_WhenACertificateIsNotTrusted()
    {
        await using var server = await StartAsync();

        var error = await Assert.ThrowsAsync<NetworkException>(() => world.InvokeAsync(world.Open("http", server.Address, Ask), Token));

        Assert.Equal(NetworkErrorKind.Rejected, error.Kind);
        Assert.Matches("^Step 'ask' \\(.*experiments.yaml:[0-9]+\\): GET /ask on 127.0.0.1:[0-9]+ failed: .*settings.caFile", error.Message);
        Assert.Empty(server.Requests);
    }

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private Task<RecordingServer> StartAsync() => RecordingServer.StartAsync((_, _) => Task.FromResult("""{"classes":[1,2]}"""), certificate);
}
