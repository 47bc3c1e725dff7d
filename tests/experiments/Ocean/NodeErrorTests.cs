using System.Net;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Node;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>The node's refusals, in the words and shapes that were recorded.</summary>
public sealed class NodeErrorTests
{
    [Theory]
    [InlineData(401, "\"nonce: 0 is not a valid nonce\"", NodeRefusal.Nonce, NetworkErrorKind.Unauthorized)]
    [InlineData(401, "consumer address and nonce signature mismatch", NodeRefusal.Other, NetworkErrorKind.Unauthorized)]
    [InlineData(400, "\"Not enough available cpu for free\"", NodeRefusal.Busy, NetworkErrorKind.Transient)]
    [InlineData(400, "\"Too many running free jobs\"", NodeRefusal.Busy, NetworkErrorKind.Transient)]
    [InlineData(400, "\"Error: Not enough cpu resources. Requested 3, but max is 2\"", NodeRefusal.Other, NetworkErrorKind.Rejected)]
    [InlineData(400, "\"User 0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC does not have enough funds\"", NodeRefusal.Escrow, NetworkErrorKind.Rejected)]
    [InlineData(400, "\"No valid escrow auths found(maxLockSeconds too low)\"", NodeRefusal.Escrow, NetworkErrorKind.Rejected)]
    [InlineData(404, "DDO not found", NodeRefusal.NotFound, NetworkErrorKind.Rejected)]
    [InlineData(429, "{\"error\":\"Too many requests\"}", NodeRefusal.Other, NetworkErrorKind.Transient)]
    [InlineData(500, "Internal Server Error", NodeRefusal.Other, NetworkErrorKind.Rejected)]
    internal void From_TellsWhyTheNodeRefused_WhateverTheShape(int status, string body, NodeRefusal refusal, NetworkErrorKind kind)
    {
        var exception = NodeError.From((HttpStatusCode)status, body, "start a job", retryAfter: null);

        Assert.Equal((refusal, kind, (HttpStatusCode)status), (exception.Refusal, exception.Kind, exception.Status));
    }

    [Fact]
    public void From_LooksAtTheReasonOnly_WhenTheCallIsNamedLikeOne()
    {
        var exception = NodeError.From(HttpStatusCode.BadRequest, "no", "find what is not a valid nonce (404)", retryAfter: null);

        Assert.Equal(NodeRefusal.Other, exception.Refusal);
        Assert.Contains("is not a valid nonce", exception.Message, StringComparison.Ordinal);
    }
}
