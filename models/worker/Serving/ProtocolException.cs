namespace Survey.Worker.Serving;

/// <summary>A request that cannot be served: the status and the sentence the client gets.</summary>
internal sealed class ProtocolException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
