using Cake.Core;
using Cake.Core.Annotations;

namespace Cake.Docker;

/// <summary>The docker commands that build/ calls.</summary>
[CakeAliasCategory("Docker")]
public static class DockerAliases
{
    /// <summary>Builds an image from the Dockerfile in a folder.</summary>
    [CakeMethodAlias]
    public static void DockerBuild(this ICakeContext context, DockerImageBuildSettings settings, string path) =>
        new DockerRunner(context).Execute("build", settings, path.Quote());
}
