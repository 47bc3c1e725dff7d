using CliWrap;

namespace Survey.Devnets.Ocean.Chain;

/// <summary>The npm packages a devnet uses, installed from their lock file the first time they are needed.</summary>
internal sealed class NpmFolder(string folder)
{
    /// <summary>The folder with package.json; its node_modules holds the packages.</summary>
    public string Folder { get; } = folder;

    /// <summary><c>build/npm</c> of the repository this program was built in.</summary>
    public static NpmFolder OfRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "survey.slnx")))
                return new NpmFolder(Path.Combine(folder.FullName, "build", "npm"));
        }
        throw new InvalidOperationException("The Ocean devnet needs build/npm of the repository: run it from a clone, or name the folder with --option npm=FOLDER.");
    }

    /// <summary>A file of a package, relative to node_modules.</summary>
    public string PathOf(params string[] parts) => Path.Combine([Folder, "node_modules", .. parts]);

    /// <summary>Installs the packages unless they are there. Several processes may ask at once.</summary>
    public async Task EnsureAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (IsInstalled())
            return;
        await using var gate = await LockAsync(time, cancellationToken);
        if (IsInstalled())
            return;
        var errors = new System.Text.StringBuilder();
        try
        {
            await Cli.Wrap(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
                .WithArguments(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .WithWorkingDirectory(Folder)
                .WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors))
                .ExecuteAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new InvalidOperationException($"'npm ci' failed in {Folder}: {errors.ToString().Trim()} Install Node.js 20 or newer and see that the npm registry can be reached.", exception);
        }
    }

    // npm writes this file last.
    private bool IsInstalled() => File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json"))
        && File.GetLastWriteTimeUtc(Path.Combine(Folder, "node_modules", ".package-lock.json")) >= File.GetLastWriteTimeUtc(Path.Combine(Folder, "package.json"));

    private async Task<FileStream> LockAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"survey-npm-{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Folder)))[..16]}.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), time, cancellationToken);
            }
        }
    }
}
