using Cake.Core;
using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Cake.Docker;

/// <summary>Runs the docker command line through Cake's own tool machinery.</summary>
internal sealed class DockerRunner(ICakeContext context)
    : Tool<AutoToolSettings>(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools)
{
    public void Execute(string command, AutoToolSettings settings, params IEnumerable<string> arguments) =>
        Run(settings, DockerArguments.Of(command, settings, arguments));

    public IReadOnlyList<string> Read(string command, AutoToolSettings settings, params IEnumerable<string> arguments)
    {
        IReadOnlyList<string> lines = [];
        Run(
            settings,
            DockerArguments.Of(command, settings, arguments),
            new ProcessSettings { RedirectStandardOutput = true },
            process => lines = [.. process.GetStandardOutput()]);
        return lines;
    }

    protected override string GetToolName() => "Docker";

    protected override IEnumerable<string> GetToolExecutableNames() => ["docker", "docker.exe"];
}
