using System.Globalization;
using Spectre.Console;
using Survey.Experiments.Measuring;
using Survey.Experiments.Running;

namespace Survey.Build.Terminal;

/// <summary>What became of the experiments of a run, one line each.</summary>
internal static class OutcomeTable
{
    public static void Write(IAnsiConsole console, RunResult result, ArtifactFolder artifacts)
    {
        console.MarkupLineInterpolated($"run {result.RunId}, evidence in {Path.Combine(artifacts.Runs, result.RunId)}");
        var table = new Table().Border(TableBorder.Simple).AddColumns("experiment", "network", "state", "standing", "predicted", "prediction hash", "seconds", "residue");
        foreach (var outcome in result.Outcomes)
        {
            table.AddRow(
                Markup.Escape(outcome.Experiment),
                Markup.Escape(outcome.Network),
                outcome.State.ToString().ToLowerInvariant(),
                outcome.Standing.ToString().ToLowerInvariant(),
                outcome.Predicted?.ToString(CultureInfo.InvariantCulture) ?? "-",
                outcome.PredictionHash?[..12] ?? "-",
                outcome.Clocks.Entries.GetValueOrDefault(Clocks.Total)?.Value?.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) ?? "-",
                outcome.Teardown?.Residue.Count.ToString(CultureInfo.InvariantCulture) ?? "-");
        }

        console.Write(table);
    }
}
