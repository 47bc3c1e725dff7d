using CliWrap;
using CliWrap.Buffered;

namespace Survey.Benchmarks.Measuring;

/// <summary>Brings peers from Debian where that can be done without asking: as root on a Debian.</summary>
internal static class Debian
{
    /// <summary>Installs what is missing of these packages and says so.</summary>
    /// <exception cref="BenchmarkSkippedException">They are missing and cannot be installed from here.</exception>
    public static async Task EnsureAsync(IReadOnlyList<string> packages, CancellationToken cancellationToken)
    {
        if (!File.Exists("/usr/bin/dpkg-query"))
            throw new BenchmarkSkippedException($"The peer comes from Debian ({string.Join(", ", packages)}), and this is no Debian.");
        var missing = new List<string>();
        foreach (var package in packages)
        {
            if (!await IsInstalledAsync(package, cancellationToken))
                missing.Add(package);
        }

        if (missing.Count == 0)
            return;
        if (Environment.UserName != "root")
            throw new BenchmarkSkippedException($"Not installed: {string.Join(", ", missing)}. Run: sudo apt-get install -y --no-install-recommends {string.Join(' ', missing)}");
        await Console.Error.WriteLineAsync($"Installing {string.Join(", ", missing)} from Debian (they stay installed).");
        await ExternalProgram.RunAsync("apt-get", ["update", "-qq"], cancellationToken);
        await ExternalProgram.RunAsync("apt-get", ["install", "--yes", "-qq", "--no-install-recommends", .. missing], cancellationToken);
    }

    private static async Task<bool> IsInstalledAsync(string package, CancellationToken cancellationToken)
    {
        var result = await Cli.Wrap("/usr/bin/dpkg-query").WithArguments(["--show", "--showformat=${db:Status-Status}", package])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancellationToken);
        return result.ExitCode == 0 && result.StandardOutput == "installed";
    }
}
