using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Reporting.Evidence;
using Survey.Experiments.Reporting.Findings;
using Survey.Experiments.Reporting.Judging;
using Survey.Experiments.Reporting.Merging;
using Survey.Experiments.Reporting.Model;
using Survey.Experiments.Reporting.Scaling;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Reporting;

/// <summary>Makes the report's content from files: evidence, claims, findings and the specification. The same files give the same content.</summary>
public static class ReportBuilder
{
    /// <summary>Reads everything and judges it.</summary>
    public static ReportModel Build(ReportSources sources)
    {
        var spec = sources.Spec;
        var problems = new List<SourceProblem>();
        var evidence = EvidenceReader.Read(sources.Evidence);
        problems.AddRange(evidence.Problems);
        var newest = Rows.Newest(evidence.Items);
        var rows = InParallel.Select(newest, item => Rows.Of(item, spec, sources.Output));
        var models = new ModelReader(sources.Output, problems).Read(sources.Evidence);
        var history = HistoryFile.Read(sources.History, evidence.Items, problems);
        var asOf = Latest([.. rows.Select(row => row.Finished), .. models.Select(model => model.At).OfType<DateTimeOffset>(), .. history.Select(point => point.At)]);
        var claims = new ClaimLibrary(sources, asOf, problems);
        var networks = Networks(sources, rows, claims, problems);
        return new ReportModel
        {
            Title = spec.Survey.Title,
            Subtitle = spec.Survey.Subtitle,
            AsOf = asOf,
            Baseline = spec.Survey.Baseline,
            Conclusion = ReadFindings(sources.Conclusion, sources, claims, rows, problems)?.Text,
            Properties = [.. spec.Properties.Select(entry => new PropertyPage(entry.Key, entry.Value.Title, entry.Value.Question, entry.Value.Rubric, entry.Value.Levels))],
            Networks = networks,
            Cells = [.. networks.SelectMany(network => spec.Properties.Select(entry => CellMaker.Make(network, entry.Key, entry.Value)))],
            Rows = rows,
            NotRun = [.. NotRun(spec, evidence, newest)],
            Projections = Projector.Of(rows, spec.Survey.Baseline),
            History = history,
            Models = [.. models.Select(model => model.Page)],
            Environments = Environments(newest),
            ExchangeRates = spec.Survey.ExchangeRates,
            Problems = [.. problems.Select(problem => problem with { File = Relative(sources.Repository, problem.File), Message = problem.Message.Replace(sources.Repository + Path.DirectorySeparatorChar, "", StringComparison.Ordinal) })],
        };
    }

    private static List<NetworkPage> Networks(ReportSources sources, IReadOnlyList<ExperimentRow> rows, ClaimLibrary claims, List<SourceProblem> problems)
    {
        var spec = sources.Spec;
        var baseline = rows.Where(row => row.Network == spec.Survey.Baseline).ToList();
        return
        [
            .. spec.Networks.Select((entry, index) => (entry.Key, entry.Value, Index: index))
                .OrderByDescending(entry => entry.Key == spec.Survey.Baseline).ThenBy(entry => entry.Index)
                .Select(entry => Network(entry.Key, entry.Value)),
        ];

        NetworkPage Network(string name, NetworkSpec network)
        {
            var own = rows.Where(row => row.Network == name).ToList();
            var findings = network.Findings is { } path ? ReadFindings(path, sources, claims, rows, problems) : null;
            if (network.Findings is { } named && findings is null)
                problems.Add(new SourceProblem(named, 1, $"There is no such file: write it, or take 'findings' away from network '{name}'."));
            var driver = network.Driver is { } driverName ? sources.Drivers.GetValueOrDefault(driverName) : null;
            return new NetworkPage
            {
                Name = name,
                Title = network.Title ?? name,
                IsBaseline = name == spec.Survey.Baseline,
                Driver = network.Driver,
                Code = CodeFolder(network, sources),
                Findings = findings?.Text,
                Traps = findings?.Traps,
                Unsupported = driver?.Capabilities.Unsupported ?? new Dictionary<string, string>(),
                Rows = own,
                Measurements = Measurements.Of(own, baseline),
                Claims = claims.Of(name),
            };
        }
    }

    private static string? CodeFolder(NetworkSpec network, ReportSources sources)
    {
        var folder = (network.Claims ?? network.Findings) is { } file ? Path.GetDirectoryName(file)?.Replace('\\', '/') : null;
        if (string.IsNullOrEmpty(folder) || !Directory.Exists(sources.Resolve(folder)))
            return null;
        return sources.CodeBase is { } code ? new Uri(code, folder + "/").AbsoluteUri : Href.Relative(sources.Output, sources.Resolve(folder)) + "/";
    }

    private static FindingsPage? ReadFindings(string path, ReportSources sources, ClaimLibrary claims, IReadOnlyList<ExperimentRow> rows, List<SourceProblem> problems)
    {
        var page = new FindingsReader(claims.ById, rows).Read(sources.Resolve(path), path);
        problems.AddRange(page?.Problems ?? []);
        return page;
    }

    private static IEnumerable<MissingRow> NotRun(SurveySpec spec, EvidenceSet evidence, IReadOnlyList<EvidenceItem> newest)
    {
        var known = evidence.Items.Select(item => item.Outcome.Experiment).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, experiment) in spec.Experiments.Where(entry => !known.Contains(entry.Key)))
        {
            var killed = evidence.Killed.LastOrDefault(row => row.Experiment == name);
            yield return killed is null
                ? new MissingRow(name, experiment.Network, $"It was not part of any run so far: ./build.sh --target={name} runs it.")
                : killed with { Network = experiment.Network };
        }

        var shown = newest.ToHashSet();
        foreach (var item in evidence.Items.Where(item => !item.Tried && !shown.Contains(item)).GroupBy(item => item.Outcome.Experiment).Select(group => group.Last()))
        {
            if (newest.Any(other => other.Outcome.Experiment == item.Outcome.Experiment && other.Outcome.Finished < item.Outcome.Finished))
                yield return new MissingRow(item.Outcome.Experiment, item.Outcome.Network, $"Run {item.Outcome.RunId} came no further: {item.Outcome.Reason ?? item.Outcome.State.ToString()}");
        }
    }

    private static List<EnvironmentPage> Environments(IReadOnlyList<EvidenceItem> items) =>
    [
        .. items.Where(item => item.Environment is not null)
            .GroupBy(item => System.Text.Json.JsonSerializer.Serialize(item.Environment, ArtifactJson.Line))
            .Select(group => new EnvironmentPage(group.First().Environment!, [.. group.Select(item => item.Outcome.RunId).Distinct().Order(StringComparer.Ordinal)]))
            .OrderBy(page => page.Runs[0], StringComparer.Ordinal),
    ];

    private static DateTimeOffset? Latest(IReadOnlyList<DateTimeOffset> times) => times.Count == 0 ? null : times.Max().ToUniversalTime();

    private static string Relative(string repository, string file) =>
        Path.IsPathRooted(file) ? Path.GetRelativePath(repository, file).Replace('\\', '/') : file;
}
