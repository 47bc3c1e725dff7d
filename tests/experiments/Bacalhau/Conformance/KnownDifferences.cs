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
/// expression that the difference begins with, and the reason, with bars between. The list can only shrink: a call on it that does not
/// differ any more is an error as well, unless a question mark behind it says that chance decides.
/// </summary>
internal sealed class KnownDifferences
{
    private readonly IReadOnlyList<Entry> entries;

    private KnownDifferences(IReadOnlyList<Entry> entries) => this.entries = entries;

    public static KnownDifferences Load(string path) => Parse(File.ReadLines(path));

    public static KnownDifferences Parse(IEnumerable<string> lines) =>
        new([.. lines.Where(line => line.Length > 0 && !line.StartsWith('#')).Select(Entry.Parse)]);

    /// <summary>Differences that no line explains.</summary>
    public IReadOnlyList<Difference> Unexplained(IEnumerable<Difference> differences) =>
        [.. differences.Where(difference => !entries.Any(entry => entry.Explains(difference)))];

    /// <summary>Calls on the list that were sent and did not differ as the line says.</summary>
    public IReadOnlyList<string> Unneeded(string recording, IReadOnlyList<int> sent, IReadOnlyList<Difference> differences) => [.. entries
        .Where(entry => entry.Recording == recording)
        .SelectMany(entry => entry.Certain.Intersect(sent).Where(call => !differences.Any(difference => difference.Call == call && entry.Explains(difference))).Select(
            call => $"{recording} {call}: differences.txt says '{entry.Text}' ({entry.Reason}), but the answer does not differ so: take the call off that line."))];

    private sealed record Entry(string Recording, IReadOnlyList<int> Calls, IReadOnlyList<int> Certain, Regex Text, string Reason)
    {
        public static Entry Parse(string line)
        {
            var parts = line.Split(" | ");
            var place = parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return parts.Length == 3 && place.Length > 1 && parts[2].Trim().Length > 0
                ? new Entry(place[0], [.. place.Skip(1).SelectMany(Range)], [.. place.Skip(1).Where(text => !text.EndsWith('?')).SelectMany(Range)], new Regex($"^{parts[1]}", RegexOptions.CultureInvariant | RegexOptions.Singleline), parts[2])
                : throw new FormatException($"A line of differences.txt is not 'recording calls | difference | reason': {line}");
        }

        public bool Explains(Difference difference) =>
            difference.Recording == Recording && Calls.Contains(difference.Call) && Text.IsMatch(difference.Text);

        private static IEnumerable<int> Range(string text)
        {
            var ends = text.TrimEnd('?').Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
            return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
        }
    }
}
