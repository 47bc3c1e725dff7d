using System.Diagnostics;
using System.Text;

namespace Survey.Build.Tests;

/// <summary>Lists and checks stay quick when a matrix makes many experiments.</summary>
public sealed class ThousandExperimentsTests : IDisposable
{
    // At most two seconds more than for ten, where a start of the host takes about 0.7 on two cores that have nothing else to do.
    private const double MostTimes = 4;

    private const int Rounds = 3;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("survey-thousand-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("--tree", "e999:Teardown")]
    [InlineData("--target=Validate", "1000 experiments")]
    public async Task Run_TakesLittleLongerThanForTen(string argument, string expected)
    {
        var (few, many) = (Write(10), Write(1000));
        await TimeAsync(few, argument, "");
        var ratios = new List<double>();
        for (var round = 0; round < Rounds; round++)
            ratios.Add(await TimeAsync(many, argument, expected) / await TimeAsync(few, argument, ""));

        Assert.True(ratios.Min() < MostTimes, $"{argument} took {string.Join(", ", ratios.Select(ratio => $"{ratio:0.0}"))} times as long for 1,000 experiments as for ten.");
    }

    private static async Task<double> TimeAsync(string file, string argument, string expected)
    {
        var began = Stopwatch.GetTimestamp();
        var result = await Host.RunAsync(argument, $"--file={file}");
        var taken = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Assert.True(result.ExitCode == 0, result.StandardError);
        Assert.Contains(expected, result.StandardOutput);
        return taken;
    }

    private string Write(int count)
    {
        var yaml = new StringBuilder("""
            survey: { title: Many, baseline: docker }
            datasets:
              tiny:
                files:
                  a: { role: train-images, sha256: 0000000000000000000000000000000000000000000000000000000000000000 }
                  b: { role: train-labels, sha256: 0000000000000000000000000000000000000000000000000000000000000001 }
                  c: { role: test-images, sha256: 0000000000000000000000000000000000000000000000000000000000000002 }
                  d: { role: test-labels, sha256: 0000000000000000000000000000000000000000000000000000000000000003 }
                mirrors: [ { folder: . } ]
            models: { tiny: { dataset: tiny, architecture: cnn } }
            images: { worker: { repository: survey/worker } }
            networks: { docker: { driver: docker } }
            defaults: { model: tiny, image: worker }
            experiments:

            """);
        for (var number = 0; number < count; number++)
            yaml.AppendLine($"  e{number}: {{ network: docker }}");
        var file = Path.Combine(folder.FullName, $"{count}.yaml");
        File.WriteAllText(file, yaml.ToString());
        return file;
    }
}
