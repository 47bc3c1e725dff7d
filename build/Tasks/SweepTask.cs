using Cake.Frosting;
using Survey.Experiments;
using Survey.Experiments.Running;

namespace Survey.Build.Tasks;

/// <summary>Removes what dead runs left, with nothing but the journal and the credentials.</summary>
[TaskName("Sweep")]
[TaskDescription("Removes what dead runs left, with nothing but the journal and the credentials.")]
public sealed class SweepTask : SurveyTask
{
    /// <inheritdoc/>
    protected override Task RunAsync(BuildContext context, CancellationToken cancellationToken) => context.ShowAsync(async events =>
    {
        var result = await new Sweeper(context.Survey.Services(events)).RunAsync(cancellationToken);
        var gone = result.Entries.Sum(entry => entry.Gone.Count);
        events.Report(new NoteEvent("Sweep", $"{result.Entries.Count} unfinished experiments: {gone} resources gone, residue {result.Residue.Count}, {result.Held.Count} held."));
        if (result.Residue.Count > 0)
            throw new SurveyException(result.ExitCode, string.Join(' ', result.Residue));
    });
}
