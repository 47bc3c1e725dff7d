using Microsoft.Extensions.Time.Testing;
using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Steps;
using Xunit;
using static Survey.Experiments.Tests.Steps.StepFixture;

namespace Survey.Experiments.Tests.Steps;

public sealed class StepEngineTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeJournal journal = new();

    [Fact]
    public async Task Run_WritesIntentBeforeTheCreateAndIdAfter_WhenAStepRecords()
    {
        var step = new FakeStep
        {
            Name = "create",
            Capture = new Dictionary<string, CaptureSpec> { ["id"] = new() { Json = "Id" } },
            Record = new RecordSpec { Kind = "job", ResourceName = "survey-{{ run }}", Id = "{{ id }}", Undo = ["stop", "gone"] },
        };
        await RunAsync(step, new FakeTransport(Answer(201, """{"Id":"j-7"}""")));
        Assert.Equal(["intent job survey-r1", "created job j-7"], journal.Lines);
        Assert.Equal(["stop", "gone"], StepUndo.Steps(journal.Created.Single()));
    }

    [Fact]
    public async Task Run_LeavesAnIntent_WhenTheCreateFails()
    {
        var step = new FakeStep { Name = "create", Record = new RecordSpec { Kind = "job", ResourceName = "survey-{{ run }}", Undo = ["stop"] } };
        await Assert.ThrowsAsync<NetworkException>(() => RunAsync(step, new FakeTransport(Answer(500))));
        Assert.Equal(["intent job survey-r1"], journal.Lines);
    }

    [Fact]
    public async Task Run_NamesStepAndLine_WhenUntilIsNeverFulfilled()
    {
        var step = new FakeStep
        {
            Name = "wait",
            Source = "experiments.yaml:120",
            Until = new UntilSpec { Json = new() { ["State"] = "done" }, Every = TimeSpan.FromSeconds(1), Within = TimeSpan.FromSeconds(5) },
        };
        var transport = new FakeTransport(Answer(200, """{"State":"running"}"""));
        var error = await Assert.ThrowsAsync<NetworkException>(() => RunAsync(step, transport));
        Assert.StartsWith("Step 'wait' (experiments.yaml:120): gave up after 5 s: State is \"running\", expected \"done\".", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, transport.Sent.Count);
    }

    [Fact]
    public async Task Run_NamesWhatWasMissing_WhenAPauseOutlastsTheWait()
    {
        var step = new FakeStep
        {
            Name = "wait",
            Until = new UntilSpec { Json = new() { ["State"] = "done" }, Every = TimeSpan.FromSeconds(1), Within = TimeSpan.FromSeconds(5) },
        };
        var transport = new FakeTransport(Answer(200, """{"State":"running"}"""));
        var waiting = Engine(transport, time).RunAsync([step], Scope(), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromMinutes(1));

        var error = await Assert.ThrowsAsync<NetworkException>(() => waiting);
        Assert.StartsWith("Step 'wait': gave up after 5 s: State is \"running\", expected \"done\".", error.Message, StringComparison.Ordinal);
        Assert.Single(transport.Sent);
    }

    [Fact]
    public async Task Run_StopsWaiting_WhenTheNetworkSaysItFailed()
    {
        var step = new FakeStep
        {
            Name = "wait",
            Until = new UntilSpec { Json = new() { ["State"] = "done" }, Fail = new ExpectSpec { Json = new() { ["State"] = "failed" } } },
        };
        var transport = new FakeTransport(Answer(200, """{"State":"running"}"""), Answer(200, """{"State":"failed"}"""));
        var error = await Assert.ThrowsAsync<NetworkException>(() => RunAsync(step, transport));
        Assert.Contains("waiting is pointless", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, transport.Sent.Count);
    }

    [Fact]
    public async Task Run_TriesAgain_WhenTheErrorPassesAndRetryAllowsIt()
    {
        var transport = new FakeTransport(Answer(503), Answer(429), Answer(200));
        await RunAsync(new FakeStep { Name = "ask", Retry = new RetrySpec { Attempts = 3 } }, transport);
        Assert.Equal(3, transport.Sent.Count);
    }

    [Theory]
    [InlineData(400, 1)]
    [InlineData(503, 3)]
    public async Task Run_GivesUp_WhenRepeatingCannotHelpOrAttemptsEnd(int code, int sent)
    {
        var transport = new FakeTransport(Answer(code, "no"));
        var error = await Assert.ThrowsAsync<NetworkException>(() => RunAsync(new FakeStep { Name = "ask", Retry = new RetrySpec { Attempts = 3 } }, transport));
        Assert.Contains($"GET /x answered {code}, expected success; it said: no", error.Message, StringComparison.Ordinal);
        Assert.Equal(sent, transport.Sent.Count);
    }

    [Fact]
    public async Task Run_SkipsTheStep_WhenItsConditionIsFalse()
    {
        var transport = new FakeTransport(Answer(200));
        await RunAsync(new FakeStep { Name = "ask", When = "{{ run == 'r2' }}" }, transport);
        Assert.Empty(transport.Sent);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/x")]
    public async Task Run_Refuses_WhenSaveLeavesTheFolder(string path)
    {
        var error = await Assert.ThrowsAsync<NetworkException>(() => RunAsync(new FakeStep { Name = "ask", Save = path }, new FakeTransport(Answer(200))));
        Assert.Contains("leave the experiment's folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Refuses_WhenACapturedValueForgesASecretMarker()
    {
        var step = new FakeStep { Name = "ask", Capture = new Dictionary<string, CaptureSpec> { ["id"] = new() { Json = "Id" } } };
        var error = await Assert.ThrowsAsync<NetworkException>(() => RunAsync(step, new FakeTransport(Answer(200, """{"Id":"\uE0000\uE001"}"""))));
        Assert.Equal(NetworkErrorKind.Untrustworthy, error.Kind);
    }

    [Theory]
    [InlineData("""{"out":[0.1,0.9,0.3,0.2]}""", new[] { 1, 0 })]
    [InlineData("""{"out":[[0.1,0.9],[0.3,0.2]]}""", new[] { 1, 0 })]
    public async Task Run_TakesArgmax_WhenLogitsComeFlatOrNested(string body, int[] expected)
    {
        var scope = Scope();
        var step = new FakeStep { Name = "infer", Collect = new CollectSpec { Logits = "out", Classes = 2 } };
        await Engine(new FakeTransport(Answer(200, body)), time).RunAsync([step], scope, TestContext.Current.CancellationToken);
        Assert.Equal(expected, scope.Argmax);
    }

    private Task RunAsync(FakeStep step, FakeTransport transport) =>
        time.RunOutAsync(Engine(transport, time).RunAsync([step], Scope(), TestContext.Current.CancellationToken));

    private StepScope Scope() => new()
    {
        Variables = new ScriptObject { ["run"] = "r1" },
        Journal = journal,
        Folder = Path.Combine(Path.GetTempPath(), "steps"),
    };
}
