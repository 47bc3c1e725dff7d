using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>
/// A refusal that means something to the driver. It travels inside the exception, so that nobody has to read error texts twice.
/// </summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Text">The server's message.</param>
/// <param name="Component">Which part of the server refused.</param>
internal sealed record BacalhauRefusal(int Status, string Text, string Component)
{
    private const string Key = "bacalhau.refusal";

    /// <summary>The job or node is not known.</summary>
    public bool IsUnknown => Status == 404 && Component is "JobStore" or "NodesManager";

    /// <summary>A job of this name and exactly this specification is there already: the submission before arrived after all.</summary>
    public bool IsUnchanged => Status == 500 && Text.StartsWith("no changes detected", StringComparison.Ordinal);

    /// <summary>The job ended meanwhile.</summary>
    public bool IsOver => Status == 500
        && (Text.StartsWith("cannot stop job in state", StringComparison.Ordinal) || Text.Contains("is in terminal state", StringComparison.Ordinal));

    public NetworkException AsException(string network, string message) =>
        new(NetworkErrorKind.Rejected, message) { Network = network, Data = { [Key] = this } };

    public static BacalhauRefusal? Of(NetworkException exception) => exception.Data[Key] as BacalhauRefusal;
}
