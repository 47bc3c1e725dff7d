using Survey.Experiments.Running;

namespace Survey.Build.Tests.Crashes;

/// <summary>An artifacts folder of its own, in which data, model and image are there already, and the host that works in it.</summary>
internal sealed class CrashSite : IAsyncDisposable
{
    // NativeAOT takes a minute on two idle cores.
    private static readonly TimeSpan Compilation = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Cleaning = TimeSpan.FromMinutes(1);

    private static readonly Lazy<Task<ArtifactFolder>> Prepared = new(PrepareAsync);
    private static string SurveyFolder => Path.Combine(Repository.Artifacts, "tests", "crash", "survey");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("survey-crash-");

    private CrashSite() => Artifacts = new ArtifactFolder(folder.FullName);

    public ArtifactFolder Artifacts { get; }

    public static async Task<CrashSite> OpenAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The crash tests look for left-over processes in Linux's /proc.");
        var prepared = await Prepared.Value;
        var site = new CrashSite();
        foreach (var shared in (string[])["data", "models"])
            Directory.CreateSymbolicLink(Path.Combine(site.Artifacts.Root, shared), Path.Combine(prepared.Root, shared));
        Directory.CreateDirectory(site.Artifacts.Images);
        foreach (var layout in Directory.EnumerateDirectories(prepared.Images))
            Directory.CreateSymbolicLink(Path.Combine(site.Artifacts.Images, Path.GetFileName(layout)), layout);
        Copy(prepared.Images, site.Artifacts.Images);
        Copy(prepared.Cache, site.Artifacts.Cache);
        // Contracts are deployed once for all sites.
        var chain = Directory.CreateDirectory(prepared.Devnet("ocean-chain"));
        Directory.CreateDirectory(Path.GetDirectoryName(site.Artifacts.Devnet("ocean"))!);
        Directory.CreateSymbolicLink(site.Artifacts.Devnet("ocean-chain"), chain.FullName);
        return site;
    }

    /// <summary>The running devnets of a network: the shared one, and those of experiments that ask for faults.</summary>
    public IReadOnlyList<DevnetEndpointFile> Devnets(string network) =>
        [.. Directory.GetDirectories(Path.GetDirectoryName(Artifacts.Devnet(network))!, network + "*").Order(StringComparer.Ordinal).Select(DevnetEndpointFile.FindAlive).OfType<DevnetEndpointFile>()];

    /// <summary>Starts the host in this folder.</summary>
    public HostProcess Start(IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> arguments) =>
        new(["--file", Path.Combine(SurveyFolder, "survey.yaml"), "--artifacts", Artifacts.Root, .. arguments], environment);

    /// <summary>Starts the host and waits for its end.</summary>
    public async Task<string> RunAsync(int exitCode, params IReadOnlyList<string> arguments)
    {
        using var host = Start(new Dictionary<string, string>(), arguments);
        Assert.True(exitCode == await host.ExitAsync(), $"{string.Join(' ', arguments)} should have ended with {exitCode}:\n{host.Output}");
        return host.Output;
    }

    /// <summary>Sweep as anybody would run it: without the YAML.</summary>
    public async Task<string> SweepAsync()
    {
        using var host = new HostProcess(["--target=Sweep", "--artifacts", Artifacts.Root], new Dictionary<string, string>());
        Assert.True(await host.ExitAsync() == 0, $"Sweep failed:\n{host.Output}");
        return host.Output;
    }

    public async ValueTask DisposeAsync()
    {
        using var http = new HttpClient();
        foreach (var network in Directory.Exists(Path.Combine(Artifacts.Root, "devnet")) ? Directory.GetDirectories(Path.Combine(Artifacts.Root, "devnet")) : [])
        {
            if (DevnetEndpointFile.FindAlive(network) is { } devnet)
                await StopAsync(http, devnet);
            while (DevnetEndpointFile.FindAlive(network) is not null)
                await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        await DeleteAsync();
    }

    private static async Task StopAsync(HttpClient http, DevnetEndpointFile devnet)
    {
        try
        {
            (await http.PostAsync($"{devnet.Endpoints["api"].TrimEnd('/')}/devnet/stop", null)).EnsureSuccessStatusCode();
        }
        catch (HttpRequestException cause) when (cause.StatusCode is null)
        {
            // A test that failed killed its host with everything below: that must not hide why it failed.
        }
    }

    // An npm whose host was killed goes on writing into the cache until it is done.
    private async Task DeleteAsync()
    {
        var began = TimeProvider.System.GetTimestamp();
        while (folder.Exists)
        {
            try
            {
                folder.Delete(recursive: true);
            }
            catch (IOException) when (TimeProvider.System.GetElapsedTime(began) < Cleaning)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100));
            }

            folder.Refresh();
        }
    }

    // Once for all sites; the worker is compiled where the repository's own runs compile it.
    private static async Task<ArtifactFolder> PrepareAsync()
    {
        CrashSurvey.Write(SurveyFolder, Repository.Root);
        var prepared = new ArtifactFolder(Path.Combine(Repository.Artifacts, "tests", "crash", "artifacts"));
        var compiled = Directory.CreateDirectory(Path.Combine(Repository.Artifacts, "images", ".work"));
        Directory.CreateDirectory(prepared.Images);
        var work = Path.Combine(prepared.Images, ".work");
        if (!Directory.Exists(work))
            Directory.CreateSymbolicLink(work, compiled.FullName);
        string[] arguments = ["--target=Containerize", "--experiment=*", "--file", Path.Combine(SurveyFolder, "survey.yaml"), "--artifacts", prepared.Root];
        using var host = new HostProcess(arguments, new Dictionary<string, string>());
        Assert.True(await host.ExitAsync(Compilation) == 0, $"Data, model and image of the crash tests could not be prepared:\n{host.Output}");
        return prepared;
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
