using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Http;

/// <summary>The <c>http</c> driver: a network described by requests in YAML.</summary>
public static class HttpDriver
{
    /// <summary>How the program knows it.</summary>
    public static NetworkDriver Registration { get; } = new()
    {
        Name = "http",
        Description = "Any network with an HTTP API, described by requests in YAML.",
        Settings = typeof(HttpSettings),
        Options = typeof(HttpOptions),
        Capabilities = StepCapabilities.AtBest,
        HasDevnet = false,
        Narrow = settings => StepCapabilities.Of((HttpSettings)settings),
        Preview = request => StepPreview.Of<HttpStep>(request, "request", new HttpPreview(request).Describe),
        Create = Create,
    };

    private static StepNetwork<HttpStep> Create(NetworkEndpoint endpoint, NetworkServices services)
    {
        var settings = (HttpSettings)Registration.BindSettings(JsonNode.Parse(endpoint.Settings)?.AsObject());
        var secrets = new StepSecrets(services.ResolveSecret);
        var templates = new StepTemplates(secrets);
        var client = new HttpClient(Handler(settings)) { Timeout = Timeout.InfiniteTimeSpan };
        var transport = new HttpTransport(client, new HttpRequests(endpoint, settings, templates, secrets));
        return new StepNetwork<HttpStep>(endpoint, settings, services, transport, templates);
    }

    private static SocketsHttpHandler Handler(HttpSettings settings)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxResponseHeadersLength = 64 };
        if (settings.UnixSocket is { } path)
            handler.ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken);
        if (settings.CaFile is { } file)
            handler.SslOptions.RemoteCertificateValidationCallback = Trusting(file);
        if (settings.ClientCertificate is { } own)
            handler.SslOptions.ClientCertificates = [Load(own)];
        return handler;
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // Windows does not take a key that only lies in memory, as one from PEM does: https://github.com/dotnet/runtime/issues/23749
    private static X509Certificate2 Load(HttpClientCertificate own)
    {
        using var pem = X509Certificate2.CreateFromPemFile(own.CertificateFile, own.KeyFile);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pfx), null);
    }

    private static RemoteCertificateValidationCallback Trusting(string file)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(file);
        return (_, certificate, chain, errors) =>
        {
            if (errors == SslPolicyErrors.None)
                return true;
            if (certificate is null || chain is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
                return false;
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
            return chain.Build((X509Certificate2)certificate);
        };
    }
}
