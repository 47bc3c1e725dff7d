using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>Trust in one more authority than the system's: that of a server whose certificate was made at home.</summary>
internal static class TrustedAuthority
{
    /// <summary>A client that takes certificates the system trusts, and those of the authority in a PEM file.</summary>
    /// <exception cref="NetworkException">The file holds no certificate.</exception>
    public static HttpClient ClientFor(string file)
    {
        var authority = Load(file);
        var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate as X509Certificate2, chain, errors, authority),
            },
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    // Only the issuer may be unknown to the system: a wrong name or no certificate at all stays an error.
    private static bool IsTrusted(X509Certificate2? certificate, X509Chain? presented, SslPolicyErrors errors, X509Certificate2Collection authority)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
            return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(presented?.ChainPolicy.ExtraStore ?? []);
        return chain.Build(certificate);
    }

    private static X509Certificate2Collection Load(string file)
    {
        var authority = new X509Certificate2Collection();
        try
        {
            authority.ImportFromPemFile(file);
        }
        catch (Exception cause) when (cause is CryptographicException or IOException)
        {
            throw Unusable(cause.Message, cause);
        }

        return authority.Count > 0 ? authority : throw Unusable("there is none in it", null);

        NetworkException Unusable(string why, Exception? cause) =>
            new(NetworkErrorKind.Rejected, $"The certificate in {file} cannot be read: {why} Set caFile to a PEM file.", cause);
    }
}
