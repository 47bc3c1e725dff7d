namespace Survey.Experiments.Specification;

/// <summary>"Did you mean": the names nearest to one that does not exist.</summary>
public static class Nearest
{
    /// <summary>A sentence that proposes the nearest name, or lists the names when there are few and none is near; null when there are none.</summary>
    public static string? Suggest(string name, IEnumerable<string> candidates)
    {
        var all = candidates.Distinct(StringComparer.Ordinal).ToList();
        return Find(name, all) switch
        {
            [var best, ..] => $"Did you mean '{best}'?",
            _ when all.Count is > 0 and <= 30 => $"Known: {string.Join(", ", all.Order(StringComparer.Ordinal))}.",
            _ => null,
        };
    }

    /// <summary>At most <paramref name="most"/> names, the nearest first: few edits away, or one contains the other.</summary>
    public static IReadOnlyList<string> Find(string name, IEnumerable<string> candidates, int most = 3) =>
    [
        .. candidates
            .Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(pair => pair.Distance <= Math.Max(1, (Math.Min(name.Length, pair.Name.Length) + 1) / 3) || Contains(name, pair.Name))
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .Take(most)
            .Select(pair => pair.Name),
    ];

    private static bool Contains(string name, string candidate) => Math.Min(name.Length, candidate.Length) >= 3
        && (candidate.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(candidate, StringComparison.OrdinalIgnoreCase));

    /// <summary>Edits from one to the other, a swap of neighbours counted as one, case ignored (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 8)
        {
            return int.MaxValue;
        }

        var (before, previous, current) = (new int[right.Length + 1], Enumerable.Range(0, right.Length + 1).ToArray(), new int[right.Length + 1]);
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = Same(left[i - 1], right[j - 1]) ? 0 : 1;
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + cost);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    current[j] = Math.Min(current[j], before[j - 2] + 1);
                }
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
