using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CliWrap;
using CliWrap.Buffered;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Survey.Experiments.Images;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Containers;

/// <summary>The image with <c>tls: true</c> fetches a model over https; the ordinary one says that it cannot.</summary>
[Collection(nameof(PackedWorker))]
public sealed class TlsImageTests(PackedWorker packed) : IDisposable
{
    private static readonly byte[] Pixels = Fixture.Pixels(2);
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task Container_FetchesOverHttps_WhenTheImageHasTls()
    {
        var image = await ImageAsync(tls: true);
        await using var server = await ServeModelAsync();

        var result = await RunAsync(image, server.Urls.First());

        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.True(File.Exists(folder.File("out/predictions.json")));
    }

    [Fact]
    public async Task Container_RefusesTheServer_WhenNobodyVouchesForIt()
    {
        var image = await ImageAsync(tls: true);
        await using var server = await ServeModelAsync();

        var result = await RunAsync(image, server.Urls.First(), trust: false);

        Assert.Equal((int)ExitCode.FetchFailed, result.ExitCode);
        Assert.Contains("Cannot fetch", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Container_SaysWhatToSet_WhenTheImageHasNoTls()
    {
        var result = await RunAsync(await ImageAsync(tls: false), "https://127.0.0.1:1");

        Assert.Equal((int)ExitCode.FetchFailed, result.ExitCode);
        Assert.Contains("'tls: true'", result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LayOut_AddsOpenSslAndCertificates_WhenTlsIsAsked()
    {
        var paths = (await ImageAsync(tls: true)).Files.Select(file => Path.GetFileName(file.Path)).ToList();

        Assert.Contains("libssl.so.3", paths);
        Assert.Contains("libcrypto.so.3", paths);
        Assert.Contains("ca-certificates.crt", paths);
    }

    public void Dispose() => folder.Dispose();

    private async Task<WorkerImage> ImageAsync(bool tls)
    {
        Assert.SkipUnless(packed.Image is not null, "The image's libraries are taken from this machine, which must be Linux.");
        Assert.SkipUnless(packed.NoEngine is null, packed.NoEngine ?? "");
        return tls ? await packed.WithTlsAsync() : packed.Image!;
    }

    private async Task<BufferedCommandResult> RunAsync(WorkerImage image, string address, bool trust = true)
    {
        folder.Write("a.raw", Pixels);
        Directory.CreateDirectory(folder.File("out"));
        IEnumerable<string> authority = trust ? ["--env", "SSL_CERT_FILE=/in/authority.pem"] : [];
        return await Cli.Wrap("docker")
            .WithArguments(
            [
                "run", "--rm", "--read-only", "--network", "host", .. authority,
                "--volume", $"{folder.Path}:/in:ro", "--volume", $"{folder.File("out")}:/out",
                image.Reference, "batch", "--model", $"{address}/tiny.onnx#sha256={Digest.Sha256(File.ReadAllBytes(Fixture.Model()))}", "--input", "/in/a.raw", "--output", "/out",
            ])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
    }

    private async Task<WebApplication> ServeModelAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(folder.File("authority.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate)));
        var application = builder.Build();
        application.Run(context => context.Response.SendFileAsync(Fixture.Model(), context.RequestAborted));
        await application.StartAsync(TestContext.Current.CancellationToken);
        return application;
    }
}
