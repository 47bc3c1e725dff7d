using Docker.DotNet;

namespace Survey.Experiments.Isolation;

/// <summary>Where the Docker engine is.</summary>
public static class DockerAddress
{
    /// <summary>
    /// How to reach the engine at an address (<c>tcp://</c>, <c>unix://</c>); for null that of <c>DOCKER_HOST</c>, which the engine's command
    /// line takes as well, or the local one.
    /// </summary>
    public static DockerClientConfiguration Configuration(Uri? engine = null, TimeSpan timeout = default)
    {
        engine ??= Uri.TryCreate(Environment.GetEnvironmentVariable("DOCKER_HOST"), UriKind.Absolute, out var named) ? named : null;
        return engine is null ? new DockerClientConfiguration(defaultTimeout: timeout) : new DockerClientConfiguration(engine, defaultTimeout: timeout);
    }
}
