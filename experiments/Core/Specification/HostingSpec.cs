using System.ComponentModel;

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
public sealed record HostingSpec
{
    /// <summary>The kind.</summary>
    [Description("local (a server in this process), s3, or url (files somebody put there already).")]
    public required HostingKind Kind { get; init; }

    /// <summary>Local: address and port to listen on; port 0 takes a free one.</summary>
    [Description("local: address and port to listen on, for example 127.0.0.1:0 (a free port).")]
    public string Bind { get; init; } = "127.0.0.1:0";

    /// <summary>Local: base URL under which nodes reach it.</summary>
    [Description("local: the base URL under which nodes reach this machine, for example http://203.0.113.7:8088.")]
    public string? Advertise { get; init; }

    /// <summary>Url: the base URL.</summary>
    [Description("url: the base URL; the files stand below it under their SHA-256.")]
    public string? BaseUrl { get; init; }

    /// <summary>S3: service endpoint, null for AWS.</summary>
    [Description("s3: service endpoint; absent for AWS.")]
    public string? Endpoint { get; init; }

    /// <summary>S3: bucket.</summary>
    [Description("s3: bucket.")]
    public string? Bucket { get; init; }

    /// <summary>S3: region.</summary>
    [Description("s3: region.")]
    public string? Region { get; init; }

    /// <summary>S3: access key, as <c>${NAME}</c>.</summary>
    [Description("s3: access key, as ${NAME}.")]
    public string? AccessKey { get; init; }

    /// <summary>S3: secret key, as <c>${NAME}</c>.</summary>
    [Description("s3: secret key, as ${NAME}.")]
    public string? SecretKey { get; init; }
}
