namespace Survey.Experiments.Isolation;

/// <summary>A piece of work: one container, or the same as a plain process.</summary>
public sealed record WorkOrder
{
    /// <summary>Name of the container; unique.</summary>
    public required string Name { get; init; }

    /// <summary>Image reference.</summary>
    public required string Image { get; init; }

    /// <summary>Program with its first arguments; null takes the image's own.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Arguments; null takes the image's own.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Environment, besides the image's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Working directory inside; null takes the image's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>User and group inside, for example <c>1000:1000</c>; null takes the image's own.</summary>
    public string? User { get; init; }

    /// <summary>Files and folders of this machine that the work sees.</summary>
    public IReadOnlyList<WorkMount> Mounts { get; init; } = [];

    /// <summary>Cores; null for no limit. Not enforced for plain processes.</summary>
    public double? Cpu { get; init; }

    /// <summary>Memory in bytes; null for no limit.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>The network it sees. Not enforced for plain processes.</summary>
    public WorkNetwork Network { get; init; } = WorkNetwork.None;

    /// <summary>Ports of this machine that lead to it.</summary>
    public IReadOnlyList<WorkPort> Ports { get; init; } = [];

    /// <summary>Labels of the container.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the root file system is read-only.</summary>
    public bool ReadOnlyRoot { get; init; }

    /// <summary>No capabilities, no new privileges and at most 512 processes. Not enforced for plain processes.</summary>
    public bool Confined { get; init; }

    /// <summary>
    /// Whether it must not outlive the process that starts it: a later runner removes what such an owner left. Off for work that another
    /// command of the same run goes on with.
    /// </summary>
    public bool EndsWithOwner { get; init; } = true;

    /// <summary>Called with its id (of the container, or the process) as soon as it has one: a container does not run yet then.</summary>
    public Func<string, Task> Created { get; init; } = _ => Task.CompletedTask;

    /// <summary>Takes what it prints, in the order it comes. Called from one thread per stream.</summary>
    public Action<WorkStream, ReadOnlyMemory<byte>> Output { get; init; } = (_, _) => { };
}

/// <summary>One file or folder of this machine as the work sees it.</summary>
/// <param name="Source">Full path on this machine.</param>
/// <param name="Target">Absolute path inside.</param>
/// <param name="ReadOnly">Whether it may only be read.</param>
public sealed record WorkMount(string Source, string Target, bool ReadOnly);

/// <summary>One port.</summary>
/// <param name="HostPort">Port of this machine.</param>
/// <param name="Target">Port inside.</param>
/// <param name="HostAddress">Address of this machine it is bound to.</param>
public sealed record WorkPort(int HostPort, int Target, string HostAddress = "127.0.0.1");

/// <summary>The network work sees.</summary>
public enum WorkNetwork
{
    /// <summary>None at all.</summary>
    None,

    /// <summary>One of its own behind this machine's.</summary>
    Bridge,

    /// <summary>This machine's.</summary>
    Host,
}

/// <summary>What work prints to.</summary>
public enum WorkStream
{
    /// <summary>Standard output.</summary>
    Output = 1,

    /// <summary>Standard error.</summary>
    Error = 2,
}
