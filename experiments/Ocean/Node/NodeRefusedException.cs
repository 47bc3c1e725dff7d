using System.Net;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Node;

/// <summary>Why the node refused, where a caller does something about it.</summary>
internal enum NodeRefusal
{
    /// <summary>For any other reason.</summary>
    Other,

    /// <summary>Another call has used up the nonce: the next one may work.</summary>
    Nonce,

    /// <summary>There is no room for the job now: nothing was started, and another job's end makes room.</summary>
    Busy,

    /// <summary>The node does not have what was asked for.</summary>
    NotFound,

    /// <summary>The escrow holds too little, or the node may not lock it.</summary>
    Escrow,
}

/// <summary>The ocean-node answered, and refused.</summary>
internal sealed class NodeRefusedException(HttpStatusCode status, NodeRefusal refusal, NetworkErrorKind kind, string message) : NetworkException(kind, message)
{
    /// <summary>The HTTP status; a 500 is often the caller's own fault.</summary>
    public HttpStatusCode Status { get; } = status;

    /// <summary>Why, as far as anybody acts on it.</summary>
    public NodeRefusal Refusal { get; } = refusal;
}
