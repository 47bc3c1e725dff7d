namespace Survey.Experiments.Networks;

/// <summary>How an error of a network is to be met.</summary>
public enum NetworkErrorKind
{
    /// <summary>Passing: the same call may work later, and repeating it is safe.</summary>
    Transient,

    /// <summary>The request itself is wrong or refused: repeating it cannot help.</summary>
    Rejected,

    /// <summary>The workload failed on the network (exit code, out of memory, timeout).</summary>
    Failed,

    /// <summary>The network's answer breaks its own rules or ours (size, depth, checksum, predictions).</summary>
    Untrustworthy,

    /// <summary>Credentials are missing or refused.</summary>
    Unauthorized,

    /// <summary>The price is above the budget or the offer changed after the quote.</summary>
    OverBudget,
}

/// <summary>A network could not do what was asked. The message is a full sentence that says what to do.</summary>
public class NetworkException(NetworkErrorKind kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>How the error is to be met.</summary>
    public NetworkErrorKind Kind { get; } = kind;

    /// <summary>The network, once known.</summary>
    public string? Network { get; init; }

    /// <summary>The id of the thing on the network that failed, where there is one.</summary>
    public string? RemoteId { get; init; }

    /// <summary>How long the network asked to wait before the next try, where it did.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
