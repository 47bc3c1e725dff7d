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

    /// <summary>Runs a command in a new container and returns what it wrote to standard output.</summary>
    [CakeMethodAlias]
    public static string DockerRun(
        this ICakeContext context, DockerContainerRunSettings settings, string image, string command, params string[] args) =>
        string.Join('\n', new DockerRunner(context).Read("run", settings, [image, command ?? "", .. args]));

    /// <summary>Lists images, one line each.</summary>
    [CakeMethodAlias]
    public static IEnumerable<string> DockerImageLs(this ICakeContext context, DockerImageLsSettings settings) =>
        new DockerRunner(context).Read("image ls", settings);

    /// <summary>Gives an image a second name.</summary>
    [CakeMethodAlias]
    public static void DockerTag(this ICakeContext context, string imageReference, string registryReference) =>
        new DockerRunner(context).Execute("tag", new DockerImagePushSettings(), imageReference, registryReference);

    /// <summary>Pushes an image to its registry.</summary>
    [CakeMethodAlias]
    public static void DockerPush(this ICakeContext context, DockerImagePushSettings settings, string imageReference) =>
        new DockerRunner(context).Execute("push", settings, imageReference);
}
