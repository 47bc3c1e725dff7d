namespace Cake.Docker;

/// <summary>Options of <c>docker build</c>.</summary>
public sealed class DockerImageBuildSettings : AutoToolSettings
{
    /// <summary>Path of the Dockerfile.</summary>
    public string? File { get; set; }

    /// <summary>Labels, <c>key=value</c>.</summary>
    public string[]? Label { get; set; }

    /// <summary>Network mode of the RUN instructions.</summary>
    public string? Network { get; set; }

    /// <summary>Print the image id only.</summary>
    public bool? Quiet { get; set; }

    /// <summary>Names and tags.</summary>
    public string[]? Tag { get; set; }
}

/// <summary>Options of <c>docker run</c>.</summary>
public sealed class DockerContainerRunSettings : AutoToolSettings
{
    /// <summary>Network of the container.</summary>
    public string? Network { get; set; }

    /// <summary>Mount the root file system read-only.</summary>
    public bool? ReadOnly { get; set; }

    /// <summary>Remove the container when it exits.</summary>
    public bool? Rm { get; set; }
}

/// <summary>Options of <c>docker push</c>.</summary>
public sealed class DockerImagePushSettings : AutoToolSettings;

/// <summary>Options of <c>docker image ls</c>.</summary>
public sealed class DockerImageLsSettings : AutoToolSettings
{
    /// <summary>Filter, such as <c>reference=name:tag</c>.</summary>
    public string? Filter { get; set; }

    /// <summary>Go template of one line.</summary>
    public string? Format { get; set; }
}
