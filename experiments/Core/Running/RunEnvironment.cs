using System.Runtime.InteropServices;
using Survey.Experiments.Prerequisites;

namespace Survey.Experiments.Running;

/// <summary>Machine and software of a run: <c>environment.json</c>.</summary>
/// <param name="OperatingSystem">As it describes itself.</param>
/// <param name="Architecture">Of the processor.</param>
/// <param name="Processor">Its model name; null where the system does not tell.</param>
/// <param name="Cores">Cores this process may use.</param>
/// <param name="MemoryBytes">Memory this process may use.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Program">Version of this program.</param>
/// <param name="Packages">Packages it was built with: <c>NuGet x.y.z</c>, or <c>compat</c> for a source-compatible subset.</param>
public sealed record RunEnvironment(
    string OperatingSystem,
    string Architecture,
    string? Processor,
    int Cores,
    long MemoryBytes,
    string Runtime,
    string Program,
    IReadOnlyDictionary<string, string> Packages)
{
    /// <summary>Reads it from this machine.</summary>
    public static RunEnvironment Current(IReadOnlyList<PackageInUse> packages) => new(
        RuntimeInformation.OSDescription,
        RuntimeInformation.OSArchitecture.ToString(),
        ProcessorName(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.FrameworkDescription,
        typeof(RunEnvironment).Assembly.GetName().Version?.ToString(3) ?? "unknown",
        packages.ToDictionary(package => package.Id, package => package.Origin, StringComparer.Ordinal));

    private static string? ProcessorName()
    {
        const string path = "/proc/cpuinfo";
        if (!File.Exists(path))
            return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
        return File.ReadLines(path)
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?
            .Split(':', 2)[^1].Trim();
    }
}
