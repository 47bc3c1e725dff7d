using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Tests.Reporting;

/// <summary>The data sets of the snapshot tests.</summary>
internal static class DataSets
{
    public const string Script = "<script>document.title='owned'</script>";
    public const string Hostile = "\"><img src=x onerror=\"document.title='owned'\"> | `code` [link](javascript:alert(1)) " + Script + " {{ 1 + 1 }} </style> \u202e\u0007 a\nb";

    public static ReportFixture Empty() => new();

    public static ReportFixture Failed()
    {
        var fixture = new ReportFixture();
        fixture.Run(ReportFixture.Outcome("docker", "docker-batch", state: OutcomeState.Failed) with
        {
            Reason = "The container ended with exit code 3. Read its log in raw/log.txt.",
            FailedStage = Stage.Invoke,
            Predicted = null,
            PredictionHash = null,
            Teardown = new TeardownSummary(0, 0, ["Container survey-1 is still there: remove it with 'docker rm -f survey-1'."]),
        });
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-batch", Standing.Node, OutcomeState.Skipped, hours: 1) with { Reason = "ALPHA_URL is not set: set it to the address of the node.", Predicted = null, PredictionHash = null, Clocks = Clocks.None, Teardown = null });
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-service", Standing.Devnet, OutcomeState.Refused, hours: 1) with
        {
            Reason = "The predictions differ from the baseline's at index 17.",
            Baseline = new BaselineComparison("docker-batch", "x", 100, false, 17, "The predictions differ from the baseline's at index 17."),
        });
        fixture.Write("artifacts/runs/20261123-114000-dead/alpha-batch/effective.yaml", "experiments: { alpha-batch: { workload: { partitions: 2 } } }\n");
        fixture.Write("artifacts/runs/20261123-124000-bad0/alpha-batch/outcome.json", "{ \"runId\": ");
        return fixture;
    }

    public static ReportFixture Full()
    {
        var fixture = new ReportFixture();
        fixture.Spec = fixture.Spec with
        {
            Survey = new SurveySection
            {
                Subtitle = "One small model on every network.",
                ExchangeRates = new ExchangeRates { Date = new DateOnly(2026, 11, 20), Source = "a bank", Currency = "EUR", Rates = new Dictionary<string, decimal> { ["TOK"] = 0.25m } },
            },
            Networks = new Dictionary<string, NetworkSpec>(fixture.Spec.Networks)
            {
                ["alpha"] = fixture.Spec.Networks["alpha"] with { Claims = "alpha/claims.yaml" },
                ["beta"] = fixture.Spec.Networks["beta"] with { Claims = "beta/claims.yaml", Findings = "beta/findings.md" },
            },
            Experiments = new Dictionary<string, ExperimentSpec>
            {
                ["alpha-batch"] = new() { Network = "alpha", Model = "cnn", Image = "worker", Description = "All images at once." },
                ["beta-batch"] = new() { Network = "beta", Model = "cnn", Image = "worker" },
            },
        };
        fixture.Write("experiments/conclusion.md", "**Start with Alpha.** It ran [run 20261123-094000-0001 alpha-batch].\n\n## Why\n\nBeta is only claimed [claim beta-batch].\n");
        fixture.Write("alpha/claims.yaml", Claim("alpha-service", "jobs", "service", "2026-11-01", "value: 0\n    unsupported: true"));
        fixture.Write("beta/claims.yaml", Claim("beta-batch", "jobs", "batch", "2025-01-01", "cell: batch only\n    value: 1"));
        fixture.Write("beta/findings.md", "## What it took\n\nNobody ran it [claim beta-batch, beta-none].\n\n## Traps\n\nIt has traps [transcript beta 3].\n");
        fixture.Run(ReportFixture.Outcome("docker", "docker-batch"));
        fixture.Run(ReportFixture.Outcome("docker", "docker-service") with { Latencies = Latencies(1) });
        fixture.Run(
            ReportFixture.Outcome("alpha", "alpha-batch", hours: 1) with
            {
                Quoted = new Money(3, "TOK"),
                Spent = [new Money(1.5m, "TOK")],
                Payments = [new Payment("client", "escrow", new Money(3, "TOK"), "lock", "0xabc"), new Payment("escrow", "operator", new Money(1.5m, "TOK"), "job"), new Payment("escrow", "client", new Money(1.5m, "TOK"), "refund")],
                Clocks = ReportFixture.Outcome("alpha", "x").Clocks.With(Clocks.Total, TimeSpan.FromSeconds(12)).With(Clocks.TimeToGone, TimeSpan.FromSeconds(2)),
                Baseline = new BaselineComparison("docker-batch", "20261123-084000-0001", 10_000, true, null, "All 10,000 predictions equal those of docker-batch."),
                Observations = ["The node answered 429 once."],
            },
            folder =>
            {
                folder.Write(ExperimentFolder.Survey, new NetworkSurvey("Alpha 2.1", [new ComputeOffer("node-1", 8, 16L << 30, null, [], new Dictionary<string, Money> { ["cpu-minute"] = new(0.01m, "TOK") }, ["docker"])]));
                folder.Write<IReadOnlyList<ProbeResult>>(ExperimentFolder.Probes, [new ProbeResult("access", "trust", [new ProbeStep("stranger reads the result", false, "Refused with 403.", TimeSpan.FromSeconds(0.2))], "A stranger is refused.")]);
            });
        fixture.Run(ReportFixture.Outcome("alpha", "alpha-service", Standing.Devnet, hours: 2) with { Latencies = Latencies(3) });
        return fixture;
    }

    public static ReportFixture HostileTexts()
    {
        var fixture = new ReportFixture();
        fixture.Spec = fixture.Spec with
        {
            Survey = new SurveySection { Title = "Title " + Hostile, Subtitle = Hostile },
            Networks = new Dictionary<string, NetworkSpec> { ["docker"] = fixture.Spec.Networks["docker"], ["alpha"] = new() { Title = Hostile, Driver = "http", Claims = "claims.yaml", Findings = "findings.md" } },
        };
        fixture.Write("claims.yaml", Claim("bad", "economics", "fee", "2026-11-01", "cell: '" + Hostile.Replace("'", "''", StringComparison.Ordinal).Replace("\u0007", "", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal) + "'"));
        fixture.Write("findings.md", "## Findings\n\n" + Hostile + "\n\n[a](javascript:document.title='owned') <b onclick=\"x\">b</b>\n");
        fixture.Run(
            ReportFixture.Outcome("alpha", "alpha-batch", state: OutcomeState.Failed) with
            {
                Reason = Hostile,
                Model = Hostile,
                Isolation = Hostile,
                PredictionHash = Hostile,
                Observations = [Hostile],
                Clocks = Clocks.None.Without(Hostile, Hostile).With(Clocks.Compute, TimeSpan.FromSeconds(1)),
                Payments = [new Payment(Hostile, Hostile, new Money(1, Hostile), Hostile, Hostile)],
                Spent = [new Money(1, Hostile)],
                Teardown = new TeardownSummary(0, 0, [Hostile]),
            },
            folder =>
            {
                folder.Write(ExperimentFolder.Survey, new NetworkSurvey(Hostile, [new ComputeOffer(Hostile, 1, null, null, [Hostile], new Dictionary<string, Money> { [Hostile] = new(1, Hostile) }, [Hostile])]));
                folder.Write<IReadOnlyList<ProbeResult>>(ExperimentFolder.Probes, [new ProbeResult(Hostile, "trust", [new ProbeStep(Hostile, true, Hostile)], Hostile)]);
                Directory.CreateDirectory(folder.Raw);
                File.WriteAllText(Path.Combine(folder.Raw, "a\" onclick='x' <b>#?.txt"), "x");
            });
        return fixture;
    }

    private static LatencySummary Latencies(double factor) => new(
        1000, TimeSpan.FromMilliseconds(0.4 * factor), TimeSpan.FromMilliseconds(0.9 * factor), TimeSpan.FromMilliseconds(2 * factor), TimeSpan.FromMilliseconds(9 * factor), TimeSpan.FromMilliseconds(40 * factor));

    private static string Claim(string id, string property, string topic, string date, string more) =>
        $"claims:\n  - id: {id}\n    property: {property}\n    topic: {topic}\n    statement: Somebody says so.\n    source: https://example.org/{id}\n    date: {date}\n    {more}\n";
}
