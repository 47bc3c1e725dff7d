using Survey.Tests;

namespace Survey.Build.Tests.Shared;

public sealed class SoakTests
{
    [Theory]
    [InlineData(null, 500)]
    [InlineData("1", 500)]
    [InlineData("0.1", 50)]
    [InlineData("0.0001", 1)]
    public void Share_IsTheCountToRun_WhenGiven(string? share, int expected) => Assert.Equal(expected, Soak.Share(500, share));

    [Theory]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("a tenth")]
    public void Share_IsRefused_WhenItIsNoShare(string share) =>
        Assert.Contains(share, Assert.Throws<InvalidOperationException>(() => Soak.Share(500, share)).Message);
}
