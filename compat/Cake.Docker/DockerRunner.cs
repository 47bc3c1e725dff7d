using Cake.Core;
using Cake.Core.Tooling;

namespace Cake.Docker;

/// <summary>Runs the docker command line through Cake's own tool machinery.</summary>
internal sealed class DockerRunner(ICakeContext context)
    : Tool<AutoToolSettings>(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools)
{
    public void Execute(string command, AutoToolSettings settings, params IEnumerable<string> arguments) =>
        Run(settings, DockerArguments.Of(command, settings, arguments));

    protected override string GetToolName() => "Docker";

    protected override IEnumerable<string> GetToolExecutableNames() => ["docker", "docker.exe"];
}
