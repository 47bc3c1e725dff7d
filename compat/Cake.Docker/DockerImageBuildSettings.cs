namespace Cake.Docker;

/// <summary>Options of <c>docker build</c>.</summary>
public sealed class DockerImageBuildSettings : AutoToolSettings
{
    /// <summary>Print the image id only.</summary>
    public bool? Quiet { get; set; }

    /// <summary>Names and tags.</summary>
    public string[]? Tag { get; set; }
}
