using System.Globalization;
using System.Text;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>The rows as a table for spreadsheets: one line per row, numbers without units, the units in the head.</summary>
internal static class CsvWriter
{
    private static readonly (string Head, Func<ExperimentRow, object?> Value)[] Columns =
    [
        ("network", row => row.Network),
        ("experiment", row => row.Experiment),
        ("run", row => row.RunId),
        ("standing", row => ReportFunctions.Word(row.Standing)),
        ("measured", row => row.IsMeasured ? "yes" : "no"),
        ("state", row => ReportFunctions.Word(row.State)),
        ("reason", row => row.Reason),
        ("job", row => ReportFunctions.Word(row.Job)),
        ("model", row => row.Model),
        ("finished_utc", row => row.Finished.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        ("nodes", row => row.Partitions),
        ("images", row => row.Predicted),
        ("prediction_sha256", row => row.PredictionHash),
        ("agrees_with_baseline", row => row.Baseline?.Agrees switch { true => "yes", false => "no", null => null }),
        ("total_s", row => Clock(row, "total")),
        ("queue_s", row => Clock(row, "queue")),
        ("pull_s", row => Clock(row, "pull")),
        ("start_s", row => Clock(row, "start")),
        ("first_answer_s", row => Clock(row, "first-answer")),
        ("compute_s", row => Clock(row, "compute")),
        ("fetch_s", row => Clock(row, "fetch")),
        ("settle_s", row => Clock(row, "settle")),
        ("time_to_gone_s", row => Clock(row, "time-to-gone")),
        ("p50_ms", row => row.Latencies?.P50.TotalMilliseconds),
        ("p95_ms", row => row.Latencies?.P95.TotalMilliseconds),
        ("p99_ms", row => row.Latencies?.P99.TotalMilliseconds),
        ("cold_ms", row => row.Latencies?.Cold?.TotalMilliseconds),
        ("quoted", row => row.Money.Quoted?.ToString()),
        ("spent", row => string.Join(" + ", row.Money.Spent)),
        ("price_per_1000", row => row.Money.Per1000?.ToString()),
        ("residue", row => row.Teardown?.Residue.Count),
        ("evidence", row => row.Evidence.Folder),
    ];

    public static string Write(ReportModel model)
    {
        var text = new StringBuilder().AppendJoin(',', Columns.Select(column => column.Head)).Append('\n');
        foreach (var row in model.Rows)
            text.AppendJoin(',', Columns.Select(column => Escape.Csv(Convert.ToString(column.Value(row), CultureInfo.InvariantCulture) ?? ""))).Append('\n');
        return text.ToString();
    }

    private static double? Clock(ExperimentRow row, string name) => row.Clocks.FirstOrDefault(clock => clock.Name == name)?.Seconds;
}
