using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Survey.Experiments.Specification;

/// <summary>One image of the inference worker.</summary>
[Description("One image of the inference worker.")]
public sealed record ImageSpec
{
    /// <summary><c>auto</c>, <c>scratch</c> or an image reference.</summary>
    [Description("Base image: auto (chiseled .NET runtime-deps where a registry answers, else scratch), scratch, or an image reference.")]
    [MinLength(1)]
    public string Base { get; init; } = "auto";

    /// <summary>Whether OpenSSL and CA certificates go in, so that the worker can fetch over https.</summary>
    [Description("Adds OpenSSL and CA certificates, so that the worker can fetch models and inputs over https (5.4 MB).")]
    public bool Tls { get; init; }

    /// <summary>Repository name of the image.</summary>
    [Description("Repository name of the image, without registry and tag.")]
    [RegularExpression("[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*", ErrorMessage = "lower-case letters, digits and single . _ - between them, parts joined by /")]
    public string Repository { get; init; } = "survey/worker";

    /// <summary>Further OCI labels.</summary>
    [Description("Further OCI labels.")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it is pushed for networks that must pull it.</summary>
    [Description("Where the image is pushed, so that a real node can pull it.")]
    public PushSpec? Push { get; init; }
}

/// <summary>A registry to push to.</summary>
[Description("A registry to push to.")]
public sealed record PushSpec
{
    /// <summary>Registry host and port, as this machine reaches it.</summary>
    [Description("Registry host and port, as this machine reaches it.")]
    [RegularExpression("[^\\s/]+(:[0-9]{1,5})?", ErrorMessage = "a host and port such as registry.example.org:5000, without scheme")]
    public required string Registry { get; init; }

    /// <summary>Host and port as the nodes reach it, when different.</summary>
    [Description("Registry host and port as the nodes reach it, when that is another name.")]
    [RegularExpression("[^\\s/]+(:[0-9]{1,5})?", ErrorMessage = "a host and port such as registry.example.org:5000, without scheme")]
    public string? Advertise { get; init; }

    /// <summary>User name, as <c>${NAME}</c>.</summary>
    [Description("User name, as ${NAME}.")]
    [SecretReference]
    public string? Username { get; init; }

    /// <summary>Password or token, as <c>${NAME}</c>.</summary>
    [Description("Password or token, as ${NAME}.")]
    [SecretReference]
    public string? Password { get; init; }
}
