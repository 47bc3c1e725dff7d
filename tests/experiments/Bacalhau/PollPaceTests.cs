using Survey.Experiments.Bacalhau;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

public sealed class PollPaceTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(300, 10)]
    [InlineData(9000, 300)]
    [InlineData(60000, 500)]
    public void After_AddsThreePercentAtMost_AndNeverMoreThanTheLongest(double waited, double expected) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), new PollPace(Longest).After(TimeSpan.FromMilliseconds(waited)));

    [Fact]
    public void After_KeepsBelowTheServersLimit_WhenManyJobsAreFollowed()
    {
        const int Followers = 100;
        var pace = new PollPace(Longest);
        var following = Enumerable.Range(0, Followers).Select(_ => pace.Follow()).ToList();

        Assert.InRange(Followers / pace.After(TimeSpan.Zero).TotalSeconds, 1, 999);

        following.ForEach(follower => follower.Dispose());
        Assert.Equal(TimeSpan.FromMilliseconds(5), pace.After(TimeSpan.Zero));
    }
}
