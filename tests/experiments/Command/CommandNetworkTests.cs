using System.Globalization;
using Survey.Experiments.Command;
using Survey.Experiments.Networks;
using Survey.Experiments.Steps;
using Survey.Experiments.Tests.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Command;

/// <summary>A network that is a command line tool: a script which keeps jobs as files.</summary>
public sealed class CommandNetworkTests : IDisposable
{
    private const string Tool = """
        #!/bin/sh
        jobs="$(dirname "$0")/jobs"; mkdir -p "$jobs"
        case "$1" in
          version) echo '{"version":"3.1"}';;
          submit) echo "$JOB_TOKEN" > "$jobs/$2"; echo "submitted job-$2 at $(pwd)";;
          predict) cat > "$jobs/$2.in"; echo '{"classes":[8,9]}';;
          list) for job in "$jobs"/*; do case "$job" in *.in|*'*') ;; *) basename "$job";; esac; done;;
          stop) rm -f "$jobs/$2" "$jobs/$2.in";;
          keep) exit 3;;
          fail) echo "no such job" >&2; exit 4;;
          hang) echo $$ > "$jobs/pid"; exec sleep 600;;
          shout) exec yes;;
        esac
        """;

    private const string Steps = """
        survey: [{ name: version, run: [TOOL, version], capture: { version: { json: version } } }]
        offer: { software: "tool {{ version }}" }
        invoke:
          - name: submit
            run: [TOOL, submit, "survey-{{ run.id }}"]
            environment: { JOB_TOKEN: "${JOB_TOKEN}" }
            capture: { id: { regex: "submitted job-(\\S+) at" }, where: { regex: "at (.*)\n" } }
            record: { kind: job, resourceName: "survey-{{ run.id }}", id: "{{ id }}", undo: [stop, gone] }
          - { name: predict, run: [TOOL, predict, "{{ id }}"], stdin: "{{ inputs.count }} images", collect: { argmax: classes } }
        teardown:
          - { name: stop, run: [TOOL, stop, "{{ resource.id }}"] }
          - { name: gone, run: [TOOL, list], until: { matches: "^(?!.*survey-r1)", every: 10ms, within: 1m } }
        residue:
          - { name: list, run: [TOOL, list], find: { kind: job, undo: [stop, gone] } }
        """;

    private readonly StepWorld world = new();
    private readonly string tool;

    public CommandNetworkTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The tool of these tests is a shell script.");
        tool = world.Write("tool", Tool);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(tool, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        world.Environment["JOB_TOKEN"] = "t0ken";
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Network_LivesItsWholeLife_ByRunsOfATool()
    {
        var network = world.Open("command", null, Steps.Replace("TOOL", tool, StringComparison.Ordinal));
        var scope = new ResidueScope("r1", "first", []);

        Assert.Equal("tool 3.1", (await network.SurveyAsync(Token)).Software);
        var invocation = await world.InvokeAsync(network, Token);

        Assert.Equal([8, 9], invocation.Predictions.Argmax);
        Assert.Equal(["intent job survey-r1", "created job survey-r1"], world.Journal.Lines);
        Assert.Equal("t0ken\n", await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(tool)!, "jobs", "survey-r1"), Token));
        Assert.Equal("2 images", await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(tool)!, "jobs", "survey-r1.in"), Token));
        Assert.Equal("survey-r1", Assert.Single(await network.FindResidueAsync(scope, Token)).Id);
        Assert.True((await network.TeardownAsync(world.Journal.Created, Token)).IsClean);
        Assert.Empty(await network.FindResidueAsync(scope, Token));
    }

    [Fact]
    public async Task Step_RunsInItsFolder()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(world.Folder, "elsewhere")).FullName;

        Assert.Equal($"submitted job-x at {elsewhere}\n", (await RunAsync(Step("submit", "x") with { WorkingFolder = elsewhere })).Text);
    }

    [Fact]
    public async Task Step_SaysWhatTheToolSaid_WhenItFails()
    {
        var error = await FailAsync("{ name: fail, run: [TOOL, fail] }");

        Assert.Matches("^Step 'fail' \\(.*experiments.yaml:[0-9]+\\): '.*tool fail' ended with 4, expected success; it said: no such job$", error.Message);
    }

    [Fact]
    public async Task Step_AcceptsAnExitCode_WhenItIsExpected()
    {
        var error = await FailAsync("{ name: keep, run: [TOOL, keep], expect: { exitCode: [3] } }");

        Assert.StartsWith("The invoke steps collected 0 predictions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tool_IsEnded_WhenItsStepTakesTooLong()
    {
        var error = await FailAsync("{ name: hang, run: [TOOL, hang], timeout: 2s }");

        Assert.Equal(NetworkErrorKind.Transient, error.Kind);
        Assert.Contains("no answer within 2 s", error.Message, StringComparison.Ordinal);
        var pid = Path.Combine(Path.GetDirectoryName(tool)!, "jobs", "pid");
        // On a slow machine the limit may end the tool before it says who it is.
        if (File.Exists(pid) && int.TryParse(await File.ReadAllTextAsync(pid, Token), CultureInfo.InvariantCulture, out var process))
            Assert.False(IsRunning(process), $"The process {process} still runs.");
    }

    [Fact]
    public async Task Tool_IsEnded_WhenItPrintsMoreThanAStepTakes()
    {
        var error = await Assert.ThrowsAsync<NetworkException>(() => RunAsync(Step("shout"), mostBytes: 1 << 20));

        Assert.Equal(NetworkErrorKind.Untrustworthy, error.Kind);
        Assert.Contains("printed more than 1 MiB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run: [TOOL, \"--key=${KEY}\"]", "has a wrong step 'a' in 'invoke': run[1] holds a secret, and every user of the machine can read command lines")]
    [InlineData("run: []", "has a wrong step 'a' in 'invoke': run is empty; expected the program and its arguments")]
    [InlineData("run: [TOOL], clock: wait", "has a wrong step 'a' in 'invoke': clock is 'wait'; expected one of queue, pull")]
    [InlineData("run: [TOOL], stdin: \"{{ x }\"", "has a wrong step 'a' in 'invoke': stdin is no template")]
    [InlineData("run: [TOOL], until: { matches: \"(\" }", "has a wrong step 'a' in 'invoke': until.matches /(/ is no regular expression")]
    public void Load_PointsAtTheStep_WhenItIsWrong(string step, string expected)
    {
        var findings = world.Load("command", null, $"invoke:\n  - {{ name: a, {step}, collect: {{ argmax: x }} }}").Findings;

        Assert.Contains(expected, string.Join('\n', findings), StringComparison.Ordinal);
    }

    private static bool IsRunning(int process) =>
        File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    private CommandStep Step(params string[] arguments) => new() { Name = "run", Run = [tool, .. arguments] };

    private async Task<StepAnswer> RunAsync(CommandStep step, int mostBytes = StepAnswer.MaxBytes)
    {
        var secrets = new StepSecrets(name => new Secret("value of " + name));
        await using var transport = new CommandTransport(new StepTemplates(secrets), secrets, mostBytes);
        return await transport.SendAsync(step, [], Token);
    }

    private Task<NetworkException> FailAsync(string step) => Assert.ThrowsAsync<NetworkException>(() =>
        world.InvokeAsync(world.Open("command", null, $$"""
            invoke:
              - {{step.Replace("TOOL", tool, StringComparison.Ordinal)}}
              - { name: last, run: [{{tool}}, version], when: "false", collect: { argmax: x } }
            """), Token));
}
