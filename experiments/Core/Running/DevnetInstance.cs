namespace Survey.Experiments.Running;

/// <summary>Which devnet an experiment uses: the network's, or one of its own when it asks for faults that must not hit the others.</summary>
internal static class DevnetInstance
{
    public static string Shared(string driver) => driver;

    public static string Own(string driver, string experiment) => $"{driver}.{experiment}";

    /// <summary>The one that holds the state of an experiment of an earlier run.</summary>
    public static string Of(ArtifactFolder artifacts, string driver, string experiment)
    {
        var own = Own(driver, experiment);
        return Directory.Exists(artifacts.Devnet(own)) ? own : Shared(driver);
    }
}
