namespace Survey.Build.Tests.Crashes;

public sealed class CrashNetworkTests
{
    [Fact]
    public void Tests_AreThereForEachNetwork() =>
        Assert.Equal(CrashNetwork.All.Count, typeof(CrashTests).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(CrashTests))));
}
