using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
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

    private const string Classes = """{"classes":[1,2]}""";

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

    [Fact]
    public async Task ClientCertificate_IsShownToTheNetwork()
    {
        string? shown = null;
        await using var server = await RecordingServer.StartAsync(
            (_, context) =>
            {
                shown = context.Connection.ClientCertificate?.Thumbprint;
                return Task.FromResult(Classes);
            },
            certificate,
            RequireCertificate);
        using var own = Create();
        world.Write("ca.pem", certificate.ExportCertificatePem());
        world.Write("own.pem", own.ExportCertificatePem());
        world.Write("own.key", own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

        await world.InvokeAsync(world.Open("http", server.Address, $"caFile: ca.pem\nclientCertificate: {{ certificateFile: own.pem, keyFile: own.key }}\n{Ask}"), Token);

        Assert.Equal(own.Thumbprint, shown);
    }

    [Fact]
    public async Task Step_Fails_WhenTheNetworkWantsACertificateAndThereIsNone()
    {
        await using var server = await RecordingServer.StartAsync((_, _) => Task.FromResult(Classes), certificate, RequireCertificate);
        world.Write("ca.pem", certificate.ExportCertificatePem());

        var error = await Assert.ThrowsAsync<NetworkException>(() => world.InvokeAsync(world.Open("http", server.Address, $"caFile: ca.pem\n{Ask}"), Token));

        Assert.StartsWith("Step 'ask' (", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static void RequireCertificate(HttpsConnectionAdapterOptions tls)
    {
        tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        tls.AllowAnyClientCertificate();
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

    private Task<RecordingServer> StartAsync() => RecordingServer.StartAsync((_, _) => Task.FromResult(Classes), certificate);
}
