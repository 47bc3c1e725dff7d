using CliWrap;
using CliWrap.Buffered;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>A small image of this machine's own programs with their libraries: nothing has to be downloaded for it.</summary>
internal sealed class MachineImage : IAsyncDisposable
{
    private readonly List<string> names;

    private MachineImage(string name) => names = [name];

    /// <summary>Builds it in the local engine.</summary>
    /// <param name="name">Name and tag.</param>
    /// <param name="root">Folder of its content, made here.</param>
    /// <param name="programs">Paths of the programs.</param>
    /// <param name="worker">A script that stands at <c>/worker</c>; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<MachineImage> BuildAsync(string name, string root, IReadOnlyList<string> programs, string? worker, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.Combine(root, "tmp"));
        foreach (var program in programs)
        {
            Copy(program);
            var libraries = await Cli.Wrap("ldd").WithArguments([program]).ExecuteBufferedAsync(cancellationToken);
            foreach (var path in libraries.StandardOutput.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).Where(word => word.StartsWith('/')))
                Copy(path);
        }
        if (worker is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(root, "worker"), worker, cancellationToken);
            File.SetUnixFileMode(Path.Combine(root, "worker"), (UnixFileMode)0b111_101_101);
        }
        var folder = Path.GetDirectoryName(root)!;
        var dockerfile = Path.Combine(folder, "Dockerfile");
        await File.WriteAllTextAsync(dockerfile, $"FROM scratch\nCOPY {Path.GetFileName(root)} /\n", cancellationToken);
        await Cli.Wrap("docker").WithArguments(["build", "--quiet", "--tag", name, "--file", dockerfile, folder])
            .WithEnvironmentVariables(variables => variables.Set("DOCKER_BUILDKIT", "0")).ExecuteBufferedAsync(cancellationToken);
        return new MachineImage(name);

        void Copy(string path)
        {
            var target = root + path;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target, overwrite: true);
        }
    }

    /// <summary>Puts it into a registry under another name.</summary>
    public async Task PushAsync(string name, CancellationToken cancellationToken)
    {
        await Cli.Wrap("docker").WithArguments(["tag", names[0], name]).ExecuteBufferedAsync(cancellationToken);
        names.Add(name);
        await Cli.Wrap("docker").WithArguments(["push", "--quiet", name]).ExecuteBufferedAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync() =>
        await Cli.Wrap("docker").WithArguments(["image", "rm", "--force", .. names]).WithValidation(CommandResultValidation.None).ExecuteAsync(CancellationToken.None);
}
