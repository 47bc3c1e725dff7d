using Cake.Frosting;
using CliWrap;
using Survey.Experiments;
using Survey.Experiments.Planning;

namespace Survey.Build.Tasks;

/// <summary>Runs an embedded network in the foreground; Ctrl-C stops it.</summary>
[TaskName("Devnet")]
[TaskDescription("Runs an embedded network in the foreground; Ctrl-C stops it.")]
[Argument("--network=bacalhau", "which one: a network of the YAML, whose settings count, or the name of a devnet")]
[Argument("--option=nodes=2,defects=true", "options of the devnet; README.md in the folder of its driver lists them")]
public sealed class DevnetTask : SurveyTask
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var network = context.Option("network") ?? throw new SurveyException(ExitCode.InvalidSpecification, "Devnet needs --network=bacalhau or --network=ocean.");

        var instance = context.Survey.DevnetOf(network);
        var asked = SelectionOptions.Split(context.Option("option"));
        var options = asked.Concat(instance.Options.Select(option => $"{option.Key}={option.Value}")).DistinctBy(option => option.Split('=')[0]);
        string[] line = [Repository.DevnetHost, instance.Driver, "--state", context.Artifacts.Devnet(instance.Name), .. options.SelectMany(option => new[] { "--option", option })];

        // One that ignores the interruption, because a shell started it in the background, is ended after a while.
        using var patience = new CancellationTokenSource();
        await using var waiting = cancellationToken.Register(() => patience.CancelAfter(Patience));
        var result = await Cli.Wrap("dotnet")
            .WithArguments(line)
            .WithStandardOutputPipe(PipeTarget.ToStream(System.Console.OpenStandardOutput()))
            .WithStandardErrorPipe(PipeTarget.ToStream(System.Console.OpenStandardError()))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(patience.Token, cancellationToken);
        if (result.ExitCode != 0 && !cancellationToken.IsCancellationRequested)
            throw new SurveyException(ExitCode.Error, $"The devnet of '{network}' ended with {result.ExitCode}.");
    }
}
