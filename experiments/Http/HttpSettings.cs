using System.ComponentModel;
using Survey.Experiments.Specification;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Http;

/// <summary>Settings of the <c>http</c> driver.</summary>
[Description("A network described by HTTP requests.")]
public sealed record HttpSettings : StepSettings<HttpStep>
{
    /// <summary>Path of a unix socket to connect to instead of the endpoint's host.</summary>
    [Description("Path of a unix socket to connect to, for example /var/run/docker.sock. The endpoint then only gives the host header.")]
    public string? UnixSocket { get; init; }

    /// <summary>Certificates to trust besides the system's.</summary>
    [RelativePath(MustExist = true)]
    [Description("PEM file with certificates to trust for this network, besides the system's.")]
    public string? CaFile { get; init; }

    /// <summary>Our certificate for networks that ask for one.</summary>
    [Description("A certificate of our own, for networks that ask their clients for one (mutual TLS).")]
    public HttpClientCertificate? ClientCertificate { get; init; }

    /// <summary>Who we are.</summary>
    [Description("Credentials, sent only to the endpoint's own host.")]
    public HttpAuth? Auth { get; init; }

    /// <summary>Further hosts that whole URLs in answers may point to.</summary>
    [Description("Further hosts (host:port, or host:* for any port) that a captured URL may point to, for example a results server. Credentials are never sent there.")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    private protected override IEnumerable<SpecificationProblem> Problems()
    {
        if (Auth is not null && new object?[] { Auth.Bearer, Auth.Basic, Auth.ApiKey }.Count(way => way is not null) != 1)
            yield return new SpecificationProblem("auth", "has 'auth', which needs exactly one of bearer, basic and apiKey.");
    }
}

/// <summary>Our own certificate.</summary>
[Description("A certificate of our own and its key, both PEM.")]
public sealed record HttpClientCertificate
{
    /// <summary>The certificate.</summary>
    [RelativePath(MustExist = true)]
    [Description("PEM file with the certificate.")]
    public required string CertificateFile { get; init; }

    /// <summary>Its private key.</summary>
    [RelativePath(MustExist = true)]
    [Description("PEM file with its private key.")]
    public required string KeyFile { get; init; }
}

/// <summary>Credentials: exactly one of bearer, basic and apiKey.</summary>
[Description("Credentials: exactly one of bearer, basic and apiKey.")]
public sealed record HttpAuth
{
    /// <summary>Bearer token.</summary>
    [SecretReference]
    [Description("Bearer token, as ${NAME}.")]
    public string? Bearer { get; init; }

    /// <summary>User name and password.</summary>
    [Description("User name and password.")]
    public HttpBasicAuth? Basic { get; init; }

    /// <summary>A header with a key.</summary>
    [Description("A header with a key.")]
    public HttpApiKey? ApiKey { get; init; }
}

/// <summary>User name and password.</summary>
[Description("User name and password.")]
public sealed record HttpBasicAuth
{
    /// <summary>User name.</summary>
    [SecretReference(AllowText = true)]
    [Description("User name, as ${NAME}.")]
    public required string Username { get; init; }

    /// <summary>Password.</summary>
    [SecretReference]
    [Description("Password, as ${NAME}.")]
    public required string Password { get; init; }
}

/// <summary>A header with a key.</summary>
[Description("A header with a key.")]
public sealed record HttpApiKey
{
    /// <summary>The header's name.</summary>
    [Description("The header's name.")]
    public string Header { get; init; } = "X-Api-Key";

    /// <summary>The key.</summary>
    [SecretReference]
    [Description("The key, as ${NAME}.")]
    public required string Value { get; init; }
}
