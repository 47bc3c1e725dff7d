using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Survey.Experiments.Networks;
using Survey.Experiments.Tests.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Http;

/// <summary>Networks that fail, lie or break off: nothing is lost, nothing is believed, and the message says where and what to do.</summary>
public sealed class HttpFaultTests : IDisposable
{
    private const string Jobs = """
        invoke:
          - name: submit
            method: POST
            url: /jobs
            body: { json: { name: "survey-{{ run.id }}" } }
            capture: { id: { json: id } }
            record: { kind: job, resourceName: "survey-{{ run.id }}", id: "{{ id }}", undo: [stop, gone] }
          - { name: take, url: "/jobs/{{ id }}", collect: { argmax: classes } }
        teardown:
          - { name: stop, method: DELETE, url: "/jobs/{{ resource.id }}", expect: { status: [204, 404] } }
          - { name: gone, url: "/jobs/{{ resource.id }}", until: { status: [404], every: 50ms, within: 500ms } }
        residue:
          - { name: list, url: "/jobs?name=survey-{{ run.id }}", find: { kind: job, each: "$[*]", id: name, resourceName: name, undo: [stop, gone] } }
        """;

    private readonly StepWorld world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Create_IsFoundAgainByItsName_WhenItsAnswerIsLost()
    {
        var there = new HashSet<string>();
        await using var server = await RecordingServer.StartAsync((request, context) => Task.FromResult(JobsOf(request, context, there, losesAnswers: true)));
        var network = world.Open("http", server.Address, Jobs);

        await Assert.ThrowsAsync<NetworkException>(() => world.InvokeAsync(network, Token));
        Assert.Equal(["intent job survey-r1"], world.Journal.Lines);
        Assert.Equal("survey-r1", Assert.Single(await network.FindResidueAsync(new ResidueScope("r1", "first", []), Token)).Name);
        var proof = await network.TeardownAsync(world.Journal.Intended, Token);

        Assert.True(proof.IsClean);
        Assert.Empty(there);
        Assert.Empty(await network.FindResidueAsync(new ResidueScope("r1", "first", []), Token));
    }

    [Fact]
    public async Task Teardown_IsResidueWithItsPlaceAndWhatToDo_WhenTheNetworkKeepsTheThing()
    {
        await using var server = await RecordingServer.StartAsync((request, context) =>
        {
            context.Response.StatusCode = request.Method == "DELETE" ? 204 : 200;
            return Task.FromResult(request.Method == "DELETE" ? "" : """{"id":"j1","classes":[0,1]}""");
        });
        var network = world.Open("http", server.Address, Jobs);
        await world.InvokeAsync(network, Token);

        var proof = Assert.Single((await network.TeardownAsync(world.Journal.Created, Token)).Resources);

        Assert.Equal(ResourceFate.Residue, proof.Fate);
        Assert.Matches(
            @"^Step 'gone' \(.*experiments\.yaml:[0-9]+\): gave up after 0\.5 s: GET /jobs/j1 answered 200, expected 404; .* Remove job 'j1' by hand, or mend the teardown step and run --target=Sweep\.$",
            proof.Evidence);
    }

    [Fact]
    public async Task Teardown_StillKnowsTheVariablesOfItsRun_WhenTheYamlChangedSince()
    {
        await using var server = await RecordingServer.StartAsync((request, context) =>
        {
            context.Response.StatusCode = request.Method == "GET" && request.Target.EndsWith("/gone", StringComparison.Ordinal) ? 404 : 200;
            return Task.FromResult("""{"id":"j1","classes":[0,1]}""");
        });
        const string Settings = """
            variables: { space: old }
            invoke:
              - { name: submit, method: POST, url: /jobs, collect: { argmax: classes }, record: { kind: job, resourceName: x, undo: [gone] } }
            teardown:
              - { name: gone, url: "/{{ space }}/gone", expect: { status: [404] } }
            residue:
              - { name: list, url: "/{{ space }}", find: { kind: job, each: "none[*]", undo: [gone] } }
            """;
        await world.InvokeAsync(world.Open("http", server.Address, Settings), Token);

        var proof = await world.Open("http", server.Address, Settings.Replace("space: old", "space: new", StringComparison.Ordinal)).TeardownAsync(world.Journal.Created, Token);

        Assert.True(proof.IsClean);
        Assert.Equal("/old/gone", server.Requests[^1].Target);
    }

    [Fact]
    public async Task Step_NamesItsPlaceAndTheHost_WhenNobodyAnswers()
    {
        await using var server = await RecordingServer.StartAsync("");
        var address = server.Address;
        await server.DisposeAsync();

        var error = await Assert.ThrowsAsync<NetworkException>(() => world.InvokeAsync(world.Open("http", address, Jobs), Token));

        Assert.Equal(NetworkErrorKind.Transient, error.Kind);
        Assert.Matches(@"^Step 'submit' \(.*experiments\.yaml:[0-9]+\): POST /jobs on 127\.0\.0\.1:[0-9]+ failed: .* Check that the network is up and the endpoint is right\.$", error.Message);
    }

    [Fact]
    public async Task Step_TellsTheNetworksReason_WhenWaitingIsPointless()
    {
        await using var server = await RecordingServer.StartAsync("""{"long":"xxxxxxxxxx","state":"failed","why":"out of memory"}""");

        var error = await FailAsync(server, "{ name: wait, url: /j, until: { json: { state: done }, fail: { json: { state: failed } }, reason: why } }");

        Assert.Contains("waiting is pointless, the network says: out of memory. Look at the saved logs.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Step_EndsAtItsLimit_WhenTheAnswerNeverComes()
    {
        await using var server = await RecordingServer.StartAsync(async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return "";
        });

        var error = await FailAsync(server, "{ name: wait, url: /j, until: { status: [404], every: 10ms, within: 100ms } }");

        Assert.Equal(NetworkErrorKind.Transient, error.Kind);
        Assert.Contains("no answer within 0.1 s", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ name: take, url: /j, capture: { id: { json: id } } }", "has no value for capture 'id'")]
    [InlineData("{ name: take, url: /j, collect: { argmax: deep } }", "has nothing at deep")]
    public async Task Json_ThatIsTooDeep_IsNoJson(string step, string expected)
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000));
        await using var server = await RecordingServer.StartAsync($$"""{"id":"x","deep":{{deep}}""");

        var error = await FailAsync(server, step);

        Assert.Equal(NetworkErrorKind.Untrustworthy, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_IsRefused_WhenItSaysThatItIsLargerThanTheLimit()
    {
        await using var server = await RecordingServer.StartAsync((_, context) =>
        {
            context.Response.ContentLength = 65L << 20;
            return Task.FromResult("x");
        });

        var error = await FailAsync(server, "{ name: take, url: /j }");

        Assert.Equal(NetworkErrorKind.Untrustworthy, error.Kind);
        Assert.Contains("larger than 64 MiB", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "collected 1 predictions for 2 inputs")]
    [InlineData("[1,1e300]", "the answer cannot be read")]
    [InlineData("[1,\"two\"]", "a prediction is \"two\" instead of a number")]
    public async Task Predictions_AreRefused_WhenTheyAreNone(string classes, string expected)
    {
        await using var server = await RecordingServer.StartAsync($$"""{"classes":{{classes}}}""");

        var error = await FailAsync(server, "{ name: take, url: /j, collect: { argmax: classes } }");

        Assert.Equal(NetworkErrorKind.Untrustworthy, error.Kind);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../outside", TarEntryType.RegularFile, "would leave the target folder")]
    [InlineData("link", TarEntryType.SymbolicLink, "only files and folders are taken")]
    public async Task Archive_IsRefused_WhenItReachesOut(string name, TarEntryType type, string expected)
    {
        await using var server = await RecordingServer.StartAsync(async (_, context) =>
        {
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await using var tar = new TarWriter(packed);
            var entry = new PaxTarEntry(type, name);
            if (type == TarEntryType.SymbolicLink)
                entry.LinkName = "/etc/passwd";
            else
                entry.DataStream = new MemoryStream([1]);
            await tar.WriteEntryAsync(entry);
            return "";
        });

        var error = await FailAsync(server, "{ name: fetch, url: /j, extract: { format: tar-gz, to: raw/result } }");

        Assert.StartsWith("Step 'fetch' (", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(world.Folder, "raw", "outside")));
    }

    [Fact]
    public async Task Redirect_IsNotFollowed()
    {
        await using var other = await RecordingServer.StartAsync("{}");
        await using var server = await RecordingServer.StartAsync((_, context) =>
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (302, other.Address);
            return Task.FromResult("");
        });

        var error = await FailAsync(server, "{ name: take, url: /j }");

        Assert.Contains("GET /j answered 302, expected success", error.Message, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task File_IsNamed_WhenItCannotBeSent()
    {
        await using var server = await RecordingServer.StartAsync("{}");

        var error = await FailAsync(server, "{ name: send, method: POST, url: /j, body: { file: \"{{ folder }}/gone\" } }");

        Assert.StartsWith("Step 'send' (", error.Message, StringComparison.Ordinal);
        Assert.Contains("a file cannot be used", error.Message, StringComparison.Ordinal);
    }

    private static string JobsOf(ReceivedRequest request, HttpContext context, HashSet<string> there, bool losesAnswers)
    {
        const string Name = "survey-r1";
        switch (request.Method)
        {
            case "POST":
                there.Add(Name);
                if (losesAnswers)
                    context.Abort();
                return "";
            case "DELETE":
                context.Response.StatusCode = there.Remove(Name) ? 204 : 404;
                return "";
            default:
                if (request.Target.StartsWith("/jobs?", StringComparison.Ordinal))
                    return $"[{string.Join(',', there.Select(name => $$"""{"name":"{{name}}"}"""))}]";
                context.Response.StatusCode = there.Contains(Name) ? 200 : 404;
                return "";
        }
    }

    private Task<NetworkException> FailAsync(RecordingServer server, string step) => Assert.ThrowsAsync<NetworkException>(() =>
        world.InvokeAsync(world.Open("http", server.Address, $$"""
            invoke:
              - {{step}}
              - { name: last, url: /last, when: "false", collect: { argmax: x } }
            """), Token));
}
