using CliWrap;
using CliWrap.Buffered;

namespace Survey.Build.Tests.Crashes;

/// <summary>The library that kills the host at a line of its journal: <c>killer.c</c>, compiled once.</summary>
internal static class Killer
{
    private static readonly Lazy<Task<string>> Library = new(CompileAsync);

    /// <summary>What a host is started with that is to die when its nth journal line is on disk; lines of one experiment are not counted.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AtLineAsync(int line, string journal, string except)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux preloads a library by LD_PRELOAD.");
        Assert.SkipWhen(Compiler is null, "The library that kills the host needs a C compiler: install clang or gcc.");
        return new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = await Library.Value,
            ["KILLER_JOURNAL"] = journal,
            ["KILLER_LINE"] = $"{line}",
            ["KILLER_EXCEPT"] = $"\"experiment\":\"{except}\"",
        };
    }

    private static string? Compiler { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, "clang"), Path.Combine(folder, "gcc") })
        .FirstOrDefault(File.Exists);

    private static async Task<string> CompileAsync()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "killer.so");
        await Cli.Wrap(Compiler!)
            .WithArguments(["-shared", "-fPIC", "-O1", "-o", library, Path.Combine(Repository.Root, "tests", "build", "Crashes", "killer.c"), "-ldl"])
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return library;
    }
}
