using CliWrap;
using Survey.Experiments.Running;

namespace Survey.Build.Tests.Crashes;

/// <summary>An Ocean devnet whose jobs and settlements do not keep the real node's time; the host finds it as it would find its own.</summary>
internal static class QuickOceanDevnet
{
    public static async Task StartAsync(CrashSite site)
    {
        var state = site.Artifacts.Devnet("ocean");
        string[] options = ["--option", "tick=20", "--option", "claim=200", "--option", "indexer=50", "--option", "kill-after=20"];
        var devnet = Cli.Wrap("dotnet").WithArguments([Repository.DevnetHost, "ocean", "--state", state, .. options])
            .WithValidation(CommandResultValidation.None)
            .WithStandardOutputPipe(PipeTarget.ToStream(Stream.Null)).WithStandardErrorPipe(PipeTarget.ToStream(Stream.Null))
            .ExecuteAsync().Task;
        while (DevnetEndpointFile.FindAlive(state) is null)
        {
            // Without npm there is no chain, and no experiment on Ocean either.
            Assert.SkipWhen(devnet.IsCompleted, "The Ocean devnet does not start here: look with --target=Doctor.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        }
    }
}
