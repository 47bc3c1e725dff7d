using System.Globalization;
using System.Text.RegularExpressions;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>What one call of a recording is answered differently here.</summary>
internal sealed record Difference(string Recording, int Call, string Note, string Text)
{
    public override string ToString() => $"{Recording} {Call} ({Note}): {Text}";
}

/// <summary>
/// The differences that are left, each with its reason, from <c>differences.txt</c>. A line names a recording, its calls, a regular
/// expression that the difference begins with, and the reason, with bars between. Where chance decides, a condition follows: a regular
/// expression for the history that the job has here. The list can only shrink: a call on it that does not differ any more is an error as
/// well; of a line with a condition, one call at least must differ where the condition holds, and none may where it does not.
/// </summary>
internal sealed class KnownDifferences
{
    private readonly IReadOnlyList<Entry> entries;

    private KnownDifferences(IReadOnlyList<Entry> entries) => this.entries = entries;

    public static KnownDifferences Load(string path) => Parse(File.ReadLines(path));

    public static KnownDifferences Parse(IEnumerable<string> lines) =>
        new([.. lines.Where(line => line.Length > 0 && !line.StartsWith('#')).Select(Entry.Parse)]);

    /// <summary>Differences that no line explains.</summary>
    public IReadOnlyList<Difference> Unexplained(ReplayResult result) =>
        [.. result.Differences.Where(difference => !entries.Any(entry => entry.Holds(result, difference.Call) && entry.Explains(difference)))];

    /// <summary>Calls on the list that were sent and did not differ as the line says.</summary>
    public IReadOnlyList<string> Unneeded(ReplayResult result) => [.. entries
        .Where(entry => entry.Recording == result.Recording)
        .SelectMany(entry => entry.Unneeded(result).Select(calls =>
            $"{result.Recording} {calls}: differences.txt says '{entry.Text}' ({entry.Reason}), but the answer does not differ so: take the call off that line."))];

    private sealed record Entry(string Recording, IReadOnlyList<int> Calls, Regex Text, string Reason, Regex? Condition)
    {
        public static Entry Parse(string line)
        {
            var parts = line.Split(" | ");
            var place = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return parts.Length is 3 or 4 && place.Length > 1 && parts[2].Trim().Length > 0
                ? new Entry(place[0], [.. place.Skip(1).SelectMany(Range)], Expression(parts[1]), parts[2], parts.Length == 4 ? Expression(parts[3]) : null)
                : throw new FormatException($"A line of differences.txt is not 'recording calls | difference | reason', with ' | condition' where chance decides: {line}");
        }

        public bool Explains(Difference difference) =>
            difference.Recording == Recording && Calls.Contains(difference.Call) && Text.IsMatch(difference.Text);

        /// <summary>Whether the line's condition holds for the job of a call; without a condition always.</summary>
        public bool Holds(ReplayResult result, int call) =>
            Condition is null || (result.Histories.TryGetValue(call, out var history) && Condition.IsMatch(history));

        public IEnumerable<string> Unneeded(ReplayResult result)
        {
            var held = Calls.Intersect(result.Sent).Where(call => Holds(result, call)).ToList();
            var still = held.Where(call => result.Differences.Any(difference => difference.Call == call && Explains(difference))).ToList();
            if (Condition is null)
                return held.Except(still).Select(call => $"{call}");
            return held.Count > 0 && still.Count == 0 ? [string.Join(' ', held)] : [];
        }

        private static Regex Expression(string text) => new($"^{text.Trim()}", RegexOptions.CultureInvariant | RegexOptions.Singleline);

        private static IEnumerable<int> Range(string text)
        {
            var ends = text.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
            return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
        }
    }
}
