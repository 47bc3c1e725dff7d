using System.Text.Json;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>Makes the prediction record of what the invoke steps collected.</summary>
internal static class StepPredictions
{
    /// <summary>The record, and the worker's clocks where it wrote them.</summary>
    internal static async Task<(PredictionRecord Record, Clocks Clocks)> ReadAsync(ExperimentRun run, StepScope scope, CancellationToken cancellationToken)
    {
        if (scope.PredictionsFile is { } file)
        {
            var read = await PredictionFile.ReadAsync(file, run.InputCount, run.Model.Sha256, cancellationToken);
            return (read.Record, read.Stamps?.ToClocks() ?? Clocks.None);
        }

        var expected = scope.Inputs?.Count ?? run.InputCount;
        if (scope.Argmax.Count != expected)
        {
            throw new NetworkException(
                NetworkErrorKind.Untrustworthy,
                $"The invoke steps collected {scope.Argmax.Count} predictions for {expected} inputs. Check 'forEach' and 'collect'.");
        }

        var path = Path.Combine(run.Folder, "raw", "predictions.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(new { argmax = scope.Argmax }), cancellationToken);
        return (new PredictionRecord([.. scope.Argmax], path, null), Clocks.None);
    }
}
