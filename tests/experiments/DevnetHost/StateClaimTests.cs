using Survey.Devnets;
using Xunit;

namespace Survey.Experiments.Tests.DevnetHost;

public sealed class StateClaimTests
{
    [Fact]
    public void TryTake_IsRefused_AsLongAsAnotherHoldsTheFolder()
    {
        using var folder = new TemporaryFolder();
        var state = folder.File("bacalhau");
        using (var first = StateClaim.TryTake(state))
        {
            Assert.NotNull(first);
            Assert.Null(StateClaim.TryTake(state));
        }

        using var next = StateClaim.TryTake(state);
        Assert.NotNull(next);
    }
}
