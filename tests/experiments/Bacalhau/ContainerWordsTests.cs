using System.ComponentModel;
using Survey.Devnets.Bacalhau.Compute;
using Survey.Experiments.Isolation;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>Plain processes are refused what containers are refused, in the recorded words.</summary>
public sealed class ContainerWordsTests
{
    private static WorkOrder Order(long? memory, params string[] targets) => new()
    {
        Name = "work",
        Image = "image",
        MemoryBytes = memory,
        Mounts = [.. targets.Select(target => new WorkMount("/somewhere", target, ReadOnly: true))],
    };

    [Theory]
    [InlineData(512L, "/in", "Minimum memory limit allowed is 6MB")]
    [InlineData(6_291_455L, "/in", "Minimum memory limit allowed is 6MB")]
    [InlineData(null, "in", "invalid mount config for type \"bind\": invalid mount path: 'in' mount path must be absolute")]
    [InlineData(null, "/", "invalid mount config for type \"bind\": invalid specification: destination can't be '/'")]
    public void CheckOrder_Refuses_WhatNoEngineCreates(long? memory, string target, string words)
    {
        var refused = Assert.Throws<WorkStartException>(() => ContainerWords.CheckOrder(Order(memory, target)));

        Assert.Equal($"Error response from daemon: {words}", refused.Message);
        Assert.False(refused.Created);
    }

    [Fact]
    public void CheckOrder_Refuses_TwoMountsAtOnePlace() =>
        Assert.EndsWith("Duplicate mount point: /outputs", Assert.Throws<WorkStartException>(() => ContainerWords.CheckOrder(Order(null, "/outputs", "/outputs/"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData(6_291_456L)]
    public void CheckOrder_Passes_WhatAnEngineCreates(long? memory) => ContainerWords.CheckOrder(Order(memory, "/in", "/inputs", "/outputs"));

    [Theory]
    [InlineData("/nope", 2, "stat /nope: no such file or directory")]
    [InlineData("nope", 2, "executable file not found in $PATH")]
    [InlineData("/etc/passwd", 13, "permission denied")]
    public void OfStart_SpeaksAsARuntime_WhenTheProgramDoesNotStart(string program, int error, string words)
    {
        var failure = new WorkStartException(created: true, $"exec: \"{program}\": it went wrong", new IOException("outer", new Win32Exception(error)));

        var said = ContainerWords.OfStart(failure);

        Assert.Equal(
            $"Error response from daemon: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: \"{program}\": {words}: unknown",
            said);
    }
}
