using System.ComponentModel;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Bacalhau;

/// <summary>Settings of the <c>bacalhau</c> driver.</summary>
[Description("A Bacalhau orchestrator, by its HTTP API.")]
public sealed record BacalhauSettings : ISelfChecking
{
    /// <summary>Nodes where nothing else is said.</summary>
    internal const int UsualNodes = 4;

    /// <summary>API key.</summary>
    [SecretReference]
    [Description("API key, as ${NAME}. Absent with user and password: no credentials, which a server without users accepts.")]
    public string? ApiKey { get; init; }

    /// <summary>User name.</summary>
    [SecretReference(AllowText = true)]
    [Description("User name, where the server has users.")]
    public string? Username { get; init; }

    /// <summary>Password.</summary>
    [SecretReference]
    [Description("Password, as ${NAME}.")]
    public string? Password { get; init; }

    /// <summary>CA certificate to trust.</summary>
    [RelativePath(MustExist = true)]
    [Description("PEM file with the certificate of the authority to trust for this server, besides the system's.")]
    public string? CaFile { get; init; }

    /// <summary>Compute nodes that take jobs.</summary>
    [Description("Compute nodes of the network. A job runs once per node at most, so a batch is split into at most this many partitions.")]
    public int Nodes { get; init; } = UsualNodes;

    /// <summary>Namespace of the jobs.</summary>
    [Description("Namespace of the jobs.")]
    public string Namespace { get; init; } = "default";

    /// <summary>Host under which services are reached.</summary>
    [Description("Host name or address under which the ports of services are reached; absent: the endpoint's host.")]
    public string? ServiceHost { get; init; }

    /// <summary>Longest pause between two looks at a job.</summary>
    [Description("Longest pause between two looks at a job, for example 500ms. While little was waited yet, the looks follow each other faster.")]
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Attempts at a call that is safe to repeat.</summary>
    [Description("Attempts at a call that is safe to repeat, 1 to 20.")]
    public int Attempts { get; init; } = 8;

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check()
    {
        if (Nodes < 1)
            yield return new SpecificationProblem("nodes", $"is {Nodes}; expected 1 or more.");
        if (Attempts is < 1 or > 20)
            yield return new SpecificationProblem("attempts", $"is {Attempts}; expected 1 to 20.");
    }
}
