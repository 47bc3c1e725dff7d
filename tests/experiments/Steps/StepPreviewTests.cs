using Survey.Experiments.Networks;
using Survey.Experiments.Planning;
using Xunit;

namespace Survey.Experiments.Tests.Steps;

/// <summary>What Plan shows of a network of steps: the requests as they would be sent, secrets masked, nothing sent.</summary>
public sealed class StepPreviewTests : IDisposable
{
    private readonly StepWorld world = new();

    public void Dispose() => world.Dispose();

    [Fact]
    public void Plan_ShowsRequests_WithSecretsMaskedAndLaterValuesNamed()
    {
        world.Environment["TOKEN"] = "the secret itself";
        var lines = Lines("http", "http://node.example:1234", """
            auth: { bearer: "${TOKEN}" }
            variables: { space: survey }
            quote: [{ name: price, url: /price, capture: { cents: { json: cents } } }]
            invoke:
              - name: submit
                method: POST
                url: /{{ space }}/jobs
                headers: { X-Key: "key ${TOKEN}" }
                body: { json: { name: "survey-{{ run.id }}", memory: "{{ resources.memoryMiB * 2 }}", key: "${TOKEN}", twice: "{{ cents * 2 }}" } }
                capture: { id: { json: id } }
                record: { kind: job, resourceName: "survey-{{ run.id }}", id: "{{ id }}", undo: [gone] }
              - { name: take, url: "/jobs/{{ id }}", until: { json: { state: done }, every: 2s, within: 10m }, collect: { argmax: x } }
            teardown: [{ name: gone, url: "/jobs/{{ resource.id }}", until: { status: [404] } }]
            residue: [{ name: list, url: /jobs, find: { kind: job, each: "$[*]", undo: [gone] } }]
            """);

        Assert.Contains(
            """Invoke sends request: invoke/submit: POST http://node.example:1234/survey/jobs [X-Key: key ***] [Authorization: Bearer ***] {"name":"survey-<run.id>","memory":1024,"key":"***","twice":"{{ cents * 2 }}"}""",
            lines);
        Assert.Contains("Invoke creates job: survey-<run.id>, undone by gone", lines);
        Assert.Contains("Invoke sends request: invoke/take: GET http://node.example:1234/jobs/<id> [Authorization: Bearer ***] (asked every 2 s for at most 600 s)", lines);
        Assert.DoesNotContain(lines, line => line.Contains("the secret itself", StringComparison.Ordinal));
    }

    [Fact]
    public void Plan_ShowsCommands_WithSecretsMasked()
    {
        world.Environment["TOKEN"] = "the secret itself";
        var lines = Lines("command", null, """
            invoke:
              - { name: submit, run: [tool, submit, "--name={{ run.experiment }} 1"], environment: { KEY: "${TOKEN}" }, stdin: "hi ${TOKEN}", forEach: { images: 10 }, collect: { argmax: x } }
            """);

        Assert.Contains("Invoke sends command: invoke/submit: KEY=*** tool submit '--name=first 1' < 'hi ***' (once per 10 images)", lines);
        Assert.DoesNotContain(lines, line => line.Contains("the secret itself", StringComparison.Ordinal));
    }

    private IReadOnlyList<string> Lines(string driver, string? endpoint, string settings)
    {
        var spec = world.Load(driver, endpoint, settings).Require();
        var plan = Planner.Plan(spec, new PlanOptions { Drivers = NetworkDrivers.All });
        Assert.Equal(PlanVerdict.Run, Assert.Single(plan.Experiments).Verdict);
        return [.. PlanText.Lines(plan, explain: false).Select(line => line.Text)];
    }
}
