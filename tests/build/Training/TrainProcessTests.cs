using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Survey.Experiments;

namespace Survey.Build.Tests.Training;

/// <summary>Train as a process: another process gives the same bits, and a killed one leaves nothing that is in the way.</summary>
public sealed class TrainProcessTests(SmallRepository repository) : IClassFixture<SmallRepository>
{
    // 128 and the number of SIGKILL.
    private const int Killed = 137;

    [Fact]
    public async Task Train_GivesTheSameBits_WhenAnotherProcessRunsItUnderOtherSettings()
    {
        var first = await repository.RunAsync(repository.Train("undisturbed"));
        // Teams that follow the load are what a user may have set for other programs.
        var second = await repository.RunAsync(repository.Train("elsewhere"), "OMP_DYNAMIC", "TRUE");

        Assert.True(first.IsSuccess, first.StandardOutput + first.StandardError);
        Assert.True(second.IsSuccess, second.StandardOutput + second.StandardError);
        Assert.Equal(WeightsOf("undisturbed"), WeightsOf("elsewhere"));
    }

    [Fact]
    public async Task Train_FinishesWithTheSameBits_WhenTheHostWasKilledInTheMiddle()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGKILL.");
        Assert.Equal(Killed, await KillAfterTheFirstEpochAsync(repository.Train("killed")));
        Assert.False(File.Exists(repository.Model("killed").Training));

        var again = await repository.RunAsync(repository.Train("killed"));
        var afterwards = await repository.RunAsync(repository.Train("killed"));
        var undisturbed = await repository.RunAsync(repository.Train("undisturbed"));

        Assert.True(again.IsSuccess, again.StandardOutput + again.StandardError);
        Assert.Contains("Train killed: up to date", afterwards.StandardOutput);
        Assert.True(undisturbed.IsSuccess, undisturbed.StandardError);
        Assert.Equal(WeightsOf("undisturbed"), WeightsOf("killed"));
        Assert.Equal(["README.md", "training.json", "weights.safetensors"], Directory.GetFiles(repository.Model("killed").Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Data_TakesTheNextMirror_WhenThereIsNoNpm()
    {
        var result = await repository.RunAsync(repository.Arguments("Data", "undisturbed", $"--artifacts={repository.OtherArtifacts}"));

        Assert.True(result.IsSuccess, result.StandardOutput + result.StandardError);
        Assert.Contains("npm is not on the PATH", result.StandardOutput);
        Assert.Contains("4 files from folder", result.StandardOutput);
    }

    [Fact]
    public async Task Data_NamesFileExpectedAndFound_WhenADigestIsWrong()
    {
        var wrong = new string('0', 64);

        var result = await repository.RunAsync(repository.Arguments("Data", "killed", "--set", $"datasets.digits.files.test-labels.sha256={wrong}"));

        Assert.Equal((int)ExitCode.FailedStage, result.ExitCode);
        Assert.Matches($"test-labels has the SHA-256 [0-9a-f]{{64}}, expected {wrong}", result.StandardError);
    }

    private static async Task<int> KillAfterTheFirstEpochAsync(IReadOnlyList<string> arguments)
    {
        using var host = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        while (await host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains($"epoch 1 of {SmallRepository.Epochs}", StringComparison.Ordinal))
                host.Kill();
        }

        await host.WaitForExitAsync(TestContext.Current.CancellationToken);
        return host.ExitCode;
    }

    /// <summary>The digest in the record, which has to be the file's.</summary>
    private string WeightsOf(string model)
    {
        var files = repository.Model(model);
        using var record = JsonDocument.Parse(File.ReadAllBytes(files.Training));
        var digest = record.RootElement.GetProperty("weights").GetProperty("sha256").GetString()!;
        Assert.Equal(digest, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(files.Weights))));
        return digest;
    }
}
