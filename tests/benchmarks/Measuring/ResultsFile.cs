using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Survey.Benchmarks.Measuring;

/// <summary>Writes what was measured, with machine and date, to RESULTS.md; the newest run comes first.</summary>
internal sealed class ResultsFile(string path)
{
    private const string Head = """
        # Benchmark results

        Written by `./build.sh --target=Benchmark`. Every figure is the median of interleaved runs on the machine named; see
        [README.md](README.md) for what is measured and against whom. On a busy machine ratios hold better than figures.

        """;

    /// <summary>What the row says when there is no figure.</summary>
    public sealed record Absence(string Name, string State, string Reason);

    public void Add(DateTimeOffset at, int rounds, string load, IReadOnlyList<(BenchmarkResult Result, string Peer)> results, IReadOnlyList<Absence> absences)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n## {at:yyyy-MM-dd HH:mm} UTC\n\n{Machine()}; {rounds} rounds; load average {load} before, {Load()} after.\n\n");
        text.Append("| what | ours | peer | ratio | bar | | against |\n|---|---:|---:|---:|---:|---|---|\n");
        foreach (var (result, peer) in results)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {result.Name} | {BenchmarkResult.Figure(result.Ours)} {result.Unit} | {BenchmarkResult.Figure(result.Peer)} {result.Unit} | {result.Ratio:0.00##} | {result.Bar} | {result.Verdict} | {result.Against ?? peer} |\n");
        }

        foreach (var absence in absences)
            text.Append(CultureInfo.InvariantCulture, $"| {absence.Name} | | | | | {absence.State} | {absence.Reason.ReplaceLineEndings(" ").Replace('|', '/')} |\n");
        var before = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        var first = before.IndexOf("\n## ", StringComparison.Ordinal);
        File.WriteAllText(path, Head.ReplaceLineEndings("\n") + text + (first < 0 ? "" : before[first..]));
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
