using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Survey.Experiments.Specification.Binding;

namespace Survey.Experiments.Specification;

/// <summary>How files are hosted.</summary>
public enum HostingKind
{
    /// <summary>A server in this process that stops with the run.</summary>
    Local,

    /// <summary>An S3 bucket; objects are removed at teardown.</summary>
    S3,

    /// <summary>A base URL where somebody put the files; only checked.</summary>
    Url,
}

/// <summary>One way to host model and inputs for real nodes.</summary>
[Description("One way to host model and inputs so that real nodes can read them.")]
public sealed record HostingSpec : ISelfChecking
{
    /// <summary>The kind.</summary>
    [Description("local (a server in this process), s3, or url (files somebody put there already).")]
    public required HostingKind Kind { get; init; }

    /// <summary>Local: address and port to listen on; port 0 takes a free one.</summary>
    [Description("local: address and port to listen on, for example 127.0.0.1:0 (a free port).")]
    [RegularExpression("(\\[[0-9A-Fa-f:.]+\\]|[^:\\s]+):[0-9]{1,5}", ErrorMessage = "an address and a port such as 127.0.0.1:0")]
    public string Bind { get; init; } = "127.0.0.1:0";

    /// <summary>Local: base URL under which nodes reach it.</summary>
    [Description("local: the base URL under which nodes reach this machine, for example http://203.0.113.7:8088.")]
    [RegularExpression("https?://[^/].*", ErrorMessage = "a URL that starts with https:// or http://")]
    public string? Advertise { get; init; }

    /// <summary>Url: the base URL.</summary>
    [Description("url: the base URL; the files stand below it under their SHA-256.")]
    [RegularExpression("https?://[^/].*", ErrorMessage = "a URL that starts with https:// or http://")]
    public string? BaseUrl { get; init; }

    /// <summary>S3: service endpoint, null for AWS.</summary>
    [Description("s3: service endpoint; absent for AWS.")]
    [RegularExpression("https?://[^/].*", ErrorMessage = "a URL that starts with https:// or http://")]
    public string? Endpoint { get; init; }

    /// <summary>S3: bucket.</summary>
    [Description("s3: bucket.")]
    public string? Bucket { get; init; }

    /// <summary>S3: region.</summary>
    [Description("s3: region.")]
    public string? Region { get; init; }

    /// <summary>S3: access key, as <c>${NAME}</c>.</summary>
    [Description("s3: access key, as ${NAME}.")]
    [SecretReference]
    public string? AccessKey { get; init; }

    /// <summary>S3: secret key, as <c>${NAME}</c>.</summary>
    [Description("s3: secret key, as ${NAME}.")]
    [SecretReference]
    public string? SecretKey { get; init; }

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check()
    {
        if (Kind == HostingKind.S3 && Bucket is null)
        {
            yield return new SpecificationProblem("", "is of kind s3 and lacks 'bucket'; expected the name of a bucket.");
        }

        if (Kind == HostingKind.Url && BaseUrl is null)
        {
            yield return new SpecificationProblem("", "is of kind url and lacks 'baseUrl'; expected the URL below which the files stand.");
        }

        if ((AccessKey is null) != (SecretKey is null))
        {
            yield return new SpecificationProblem("", "has only one of accessKey and secretKey; expected both or neither.");
        }

        foreach (var (key, kind, value) in new[]
        {
            ("advertise", HostingKind.Local, Advertise), ("baseUrl", HostingKind.Url, BaseUrl), ("endpoint", HostingKind.S3, Endpoint),
            ("bucket", HostingKind.S3, Bucket), ("region", HostingKind.S3, Region), ("accessKey", HostingKind.S3, AccessKey),
        })
        {
            if (value is not null && kind != Kind)
            {
                yield return new SpecificationProblem(
                    key, $"has '{key}', which belongs to kind {ScalarFormats.Kebab(kind.ToString())}; the kind here is {ScalarFormats.Kebab(Kind.ToString())}.");
            }
        }
    }
}
