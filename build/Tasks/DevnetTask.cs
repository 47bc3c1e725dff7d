using Cake.Frosting;
using CliWrap;
using Survey.Experiments;

namespace Survey.Build.Tasks;

/// <summary>Runs an embedded network in the foreground; Ctrl-C stops it.</summary>
[TaskName("Devnet")]
[TaskDescription("Runs an embedded network in the foreground; Ctrl-C stops it.")]
[Argument("--network=bacalhau", "which one")]
public sealed class DevnetTask : SurveyTask
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var network = context.Option("network") ?? throw new SurveyException(ExitCode.InvalidSpecification, "Devnet needs --network=bacalhau or --network=ocean.");

        // One that ignores the interruption, because a shell started it in the background, is ended after a while.
        using var patience = new CancellationTokenSource();
        await using var waiting = cancellationToken.Register(() => patience.CancelAfter(Patience));
        var result = await Cli.Wrap("dotnet")
            .WithArguments([Repository.DevnetHost, network, "--state", context.Survey.Artifacts.Devnet(network)])
            .WithStandardOutputPipe(PipeTarget.ToStream(System.Console.OpenStandardOutput()))
            .WithStandardErrorPipe(PipeTarget.ToStream(System.Console.OpenStandardError()))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(patience.Token, cancellationToken);
        if (result.ExitCode != 0 && !cancellationToken.IsCancellationRequested)
            throw new SurveyException(ExitCode.Error, $"The devnet of '{network}' ended with {result.ExitCode}.");
    }
}
