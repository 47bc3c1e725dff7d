using System.Text.Json.Nodes;
using Survey.Experiments.Http;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Steps;

/// <summary>The exact words people get for the mistakes they make in step lists.</summary>
public sealed class StepMistakesTests : IDisposable
{
    private const string Network = """
          docker:
            driver: http
            endpoint: http://localhost
            settings:
              invoke:
                - name: create
                  method: POST
                  url: /jobs/{{ run.id }}
                  headers: { X-Key: "${JOB_KEY}" }
                  capture: { id: { json: Id } }
                  record: { kind: job, resourceName: "{{ run.id }}", id: "{{ id }}", undo: [stop, gone] }
                  collect: { argmax: classes }
              teardown:
                - { name: stop, method: DELETE, url: "/jobs/{{ resource.id }}" }
                - { name: gone, url: "/jobs/{{ resource.id }}", until: { status: [404] } }
              residue:
                - { name: list, url: /jobs, find: { kind: job, each: "$[*]", id: Id, undo: [stop, gone] } }
        """;

    private static readonly string Valid = YamlFolder.Valid.Replace("  docker: { driver: sample }", Network, StringComparison.Ordinal);
    private readonly YamlFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_FindsNothing_WhenStepsAreRight() => Assert.Empty(Findings(Valid));

    [Theory]
    [InlineData("method: POST", "methd: POST", "experiments.yaml:20:11: error: networks.docker.settings.invoke[0] has no key 'methd'. Did you mean 'method'?")]
    [InlineData("id: \"{{ id }}\", undo: [stop, gone]", "id: \"{{ id }}\", undo: [stpo]", "names 'stpo', which is no teardown step. Did you mean 'stop'?")]
    [InlineData("json: Id }", "json: Id, regex: x }", "needs exactly one of json, header and regex")]
    [InlineData("/jobs/{{ run.id }}", "/jobs/{{ run.id }", "is no template")]
    [InlineData("          collect: { argmax: classes }\n", "", "collects no predictions")]
    [InlineData("name: gone, url", "name: stop, url", "is the name of an earlier step of 'teardown'")]
    public void Load_PointsAtTheStep_WhenOneThingIsWrong(string right, string wrong, string expected)
    {
        var findings = string.Join('\n', Findings(Valid.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(expected, findings, StringComparison.Ordinal);
        Assert.Matches("^experiments.yaml:[0-9]+:[0-9]+: error: ", findings);
    }

    [Fact]
    public void Load_KeepsSecretsAsText_WhenStepsNameThem()
    {
        var spec = folder.Load(Valid, Options).Spec!;
        Assert.Contains("${JOB_KEY}", spec.Networks["docker"].Settings!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("the secret itself", spec.Networks["docker"].Settings!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(spec.EnvironmentReferences, reference => reference is { Name: "JOB_KEY", IsSecret: true });
    }

    [Fact]
    public void Bind_RemembersTheLine_WhenSettingsComeFromTheJournal()
    {
        var json = folder.Load(Valid, Options).Spec!.Networks["docker"].Settings!.ToJsonString();
        var settings = (HttpSettings)HttpDriver.Registration.BindSettings(JsonNode.Parse(json)!.AsObject());
        Assert.EndsWith("experiments.yaml:19", settings.Invoke[0].Source, StringComparison.Ordinal);
        Assert.EndsWith("experiments.yaml:28", settings.Teardown[1].Source, StringComparison.Ordinal);
    }

    private static LoadOptions Options => new()
    {
        Environment = name => name == "JOB_KEY" ? "the secret itself" : null,
        Drivers = NetworkDrivers.All,
    };

    private IReadOnlyList<string> Findings(string text) => folder.Findings(text, Options);
}
