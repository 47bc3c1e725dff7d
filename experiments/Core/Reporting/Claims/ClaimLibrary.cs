using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Claims;

/// <summary>All claims of the survey, with their age at the time of the report.</summary>
internal sealed class ClaimLibrary
{
    private readonly Dictionary<string, IReadOnlyList<ClaimEntry>> byNetwork = new(StringComparer.Ordinal);

    /// <param name="sources">Names the files.</param>
    /// <param name="asOf">The time of the report; without artifacts the newest claim stands in, so that no wall clock is read.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public ClaimLibrary(ReportSources sources, DateTimeOffset? asOf, List<SourceProblem> problems)
    {
        // The baseline first, as in the report: a claim's number is its place in the report's list.
        var files = sources.Spec.Networks.OrderByDescending(network => network.Key == sources.Spec.Survey.Baseline).Where(network => network.Value.Claims is not null)
            .Select(network => ClaimsFile.Load(network.Key, sources.Resolve(network.Value.Claims!), network.Value.Claims!, [.. sources.Spec.Properties.Keys])).ToList();
        problems.AddRange(files.SelectMany(file => file.Problems));
        var claims = files.SelectMany(file => file.Claims).ToList();
        problems.AddRange(claims.GroupBy(claim => claim.Id).Where(group => group.Select(claim => claim.Network).Distinct().Count() > 1)
            .Select(group => new SourceProblem(sources.Spec.Networks[group.Last().Network].Claims!, 1, $"The claim '{group.Key}' exists for another network too: ids are unique over all networks.")));
        var today = asOf is { } time ? DateOnly.FromDateTime(time.UtcDateTime) : claims.Count > 0 ? claims.Max(claim => claim.Date) : default;
        foreach (var group in claims.Select((claim, index) => Entry(index + 1, claim, today)).GroupBy(entry => entry.Claim.Network))
            byNetwork[group.Key] = [.. group];
        ById = byNetwork.Values.SelectMany(entries => entries).DistinctBy(entry => entry.Claim.Id).ToDictionary(entry => entry.Claim.Id, StringComparer.Ordinal);
    }

    /// <summary>All claims by id.</summary>
    public IReadOnlyDictionary<string, ClaimEntry> ById { get; }

    /// <summary>The claims about one network, in the order of its file.</summary>
    public IReadOnlyList<ClaimEntry> Of(string network) => byNetwork.GetValueOrDefault(network) ?? [];

    private static ClaimEntry Entry(int number, Claim claim, DateOnly today)
    {
        var age = Math.Max(0, today.DayNumber - claim.Date.DayNumber);
        return new ClaimEntry(number, claim, age, age > ReportModel.StaleAfterDays);
    }
}
