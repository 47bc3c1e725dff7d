using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Survey.Benchmarks.Measuring;

/// <summary>Appends what was measured, with machine and date, to RESULTS.md.</summary>
internal static class ResultsFile
{
    public static void Append(string path, DateTimeOffset at, int rounds, string load, IReadOnlyList<(BenchmarkResult Result, string Peer)> results)
    {
        var text = new StringBuilder();
        if (!File.Exists(path))
            text.Append("# Benchmark results\n\nWritten by `./build.sh --target=Benchmark`. Every figure is the median of interleaved runs on the machine named.\n");
        text.Append(CultureInfo.InvariantCulture, $"\n## {at:yyyy-MM-dd HH:mm} UTC\n\n{Machine()}; {rounds} rounds; load average before: {load}\n\n");
        text.Append("| what | ours | peer | ratio | bar | | against |\n|---|---:|---:|---:|---:|---|---|\n");
        foreach (var (result, peer) in results)
            text.Append(CultureInfo.InvariantCulture, $"| {result.Name} | {result.Ours:#,0.##} {result.Unit} | {result.Peer:#,0.##} {result.Unit} | {result.Ratio:0.###} | {result.Bar} | {(result.Bar.IsKept(result.Ratio) ? "kept" : "missed")} | {peer} |\n");
        File.AppendAllText(path, text.ToString());
    }

    public static string Load() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3)) : "unknown";

    private static string Machine()
    {
        var processor = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim()
            : null;
        return $"{processor ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} processors, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }
}
