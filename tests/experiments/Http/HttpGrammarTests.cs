using System.Net.Sockets;
using System.Text;
using Survey.Experiments.Networks;
using Survey.Experiments.Tests.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Http;

/// <summary>Every key of a request, seen from the other side.</summary>
public sealed class HttpGrammarTests : IDisposable
{
    private const string Classes = """{"classes":[3,4]}""";
    private readonly StepWorld world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Step_SendsMethodUrlAndHeaders()
    {
        await using var server = await RecordingServer.StartAsync(Classes);

        var invocation = await InvokeAsync(server, """
            invoke:
              - name: ask
                method: patch
                url: /jobs/{{ run.id }}?name={{ 'a b&c' }}
                headers: { X-Experiment: "{{ run.experiment }}" }
                collect: { argmax: classes }
            """);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("PATCH", "/jobs/r1?name=a%20b%26c", "first"), (request.Method, request.Target, request.Headers["X-Experiment"]));
        Assert.Equal([3, 4], invocation.Predictions.Argmax);
    }

    [Theory]
    [InlineData("""{ json: { n: "{{ inputs.count }}", s: "of {{ inputs.count }}" } }""", "application/json", """{"n":2,"s":"of 2"}""")]
    [InlineData("""{ text: "n={{ inputs.count }}", contentType: text/csv }""", "text/csv", "n=2")]
    [InlineData("""{ file: "{{ model.path }}" }""", "application/octet-stream", "the model")]
    public async Task Body_ArrivesAsWritten(string body, string type, string expected)
    {
        await using var server = await RecordingServer.StartAsync(Classes);

        await InvokeAsync(server, Ask($"method: POST, body: {body}"));

        var request = Assert.Single(server.Requests);
        Assert.Equal((type, expected, $"{expected.Length}"), (request.Headers["Content-Type"], request.Text, request.Headers["Content-Length"]));
    }

    [Fact]
    public async Task Body_HasParts_WhenItIsAForm()
    {
        await using var server = await RecordingServer.StartAsync(Classes);

        await InvokeAsync(server, Ask("""method: POST, body: { multipart: { note: { text: "{{ run.id }}" }, model: { file: "{{ model.path }}", contentType: application/onnx } } }"""));

        var request = Assert.Single(server.Requests);
        Assert.StartsWith("multipart/form-data; boundary=", request.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Matches("(?s)name=\"?note\"?.*\r\n\r\nr1\r\n", request.Text);
        Assert.Matches("(?s)Content-Type: application/onnx.*name=\"?model\"?; filename=\"?model.onnx\"?.*\r\n\r\nthe model\r\n", request.Text);
    }

    [Theory]
    [InlineData("{ bearer: \"${KEY}\" }", "Authorization", "Bearer s3cret")]
    [InlineData("{ basic: { username: me, password: \"${KEY}\" } }", "Authorization", "Basic bWU6czNjcmV0")]
    [InlineData("{ apiKey: { header: X-Token, value: \"${KEY}\" } }", "X-Token", "s3cret")]
    public async Task Auth_ComesFromTheEnvironment(string auth, string header, string expected)
    {
        world.Environment["KEY"] = "s3cret";
        await using var server = await RecordingServer.StartAsync(Classes);

        await InvokeAsync(server, $"auth: {auth}\n{Ask("method: GET")}");

        Assert.Equal(expected, Assert.Single(server.Requests).Headers[header]);
    }

    [Fact]
    public async Task Capture_TakesFromBodyHeaderAndText()
    {
        await using var server = await RecordingServer.StartAsync((request, context) =>
        {
            context.Response.Headers["X-Node"] = "n7";
            return Task.FromResult(request.Target == "/" ? """{"job":{"id":"j1"},"note":"took 12 ms"}""" : Classes);
        });

        await InvokeAsync(server, """
            invoke:
              - name: first
                url: /
                capture: { id: { json: job.id }, node: { header: x-node }, took: { regex: "took ([0-9]+) ms" }, none: { json: nothing, optional: true } }
              - { name: second, url: "/{{ id }}/{{ node }}/{{ took }}/x{{ none }}", collect: { argmax: classes } }
            """);

        Assert.Equal("/j1/n7/12/x", server.Requests[1].Target);
    }

    [Fact]
    public async Task ForEach_SendsOneRequestPerSliceAndMeasuresSingles()
    {
        await using var server = await RecordingServer.StartAsync("""{"class":5}""");

        var invocation = await InvokeAsync(server, """
            invoke:
              - name: infer
                method: POST
                url: /infer
                forEach: { images: 1 }
                body: { json: { first: "{{ batch.first }}", shape: ["{{ batch.rows }}", "{{ batch.columns }}"], data: "{{ batch.base64 }}" } }
                collect: { argmax: class }
            """);

        Assert.Equal(["""{"first":0,"shape":[2,2],"data":"AAAAAA=="}""", """{"first":1,"shape":[2,2],"data":"AAAAAA=="}"""], server.Requests.Select(request => request.Text));
        Assert.Equal([5, 5], invocation.Predictions.Argmax);
        Assert.Equal(2, invocation.Latencies.Count);
    }

    [Fact]
    public async Task Until_AsksAgain_AndWhenLeavesOut()
    {
        var asked = 0;
        await using var server = await RecordingServer.StartAsync((request, _) => Task.FromResult(request.Target == "/state" ? (++asked < 3 ? """{"state":"busy"}""" : """{"state":"done"}""") : Classes));

        await InvokeAsync(server, """
            invoke:
              - { name: wait, url: /state, until: { json: { state: done }, every: 10ms, within: 1m }, capture: { state: { json: state } } }
              - { name: never, url: /never, when: "{{ state == 'busy' }}" }
              - { name: take, url: /take, when: "{{ state == 'done' }}", collect: { argmax: classes } }
            """);

        Assert.Equal(["/state", "/state", "/state", "/take"], server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Retry_WaitsAsLongAsTheNetworkAsks()
    {
        var asked = 0;
        await using var server = await RecordingServer.StartAsync((_, context) =>
        {
            if (++asked == 1)
                (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (429, "0");
            return Task.FromResult(Classes);
        });

        // With its own pause of an hour the step would not come back while this test runs.
        await InvokeAsync(server, Ask("retry: { attempts: 2, delay: 1h }"));

        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Price_IsAnExpressionOverCapturedValues()
    {
        await using var server = await RecordingServer.StartAsync("""{"perHour":7.2}""");
        var network = world.Open("http", server.Address, """
            quote: [{ name: price, url: /price, capture: { per_hour: { json: perHour } } }]
            price: { amount: "{{ per_hour * limits.run / 3600 }}", currency: USD, basis: the hourly price for the whole run limit }

            """ + Ask("method: GET"));

        var quote = await network.QuoteAsync(world.Run(), Token);

        Assert.Equal(new Money(1.2m, "USD"), quote.Ceiling);
        Assert.True(network.Capabilities.CostsMoney);
    }

    [Theory]
    [InlineData("\"free\"")]
    [InlineData("-1")]
    [InlineData("1e400")]
    public async Task Price_IsRefused_WhenItIsNoAmount(string price)
    {
        await using var server = await RecordingServer.StartAsync($$"""{"price":{{price}}}""");
        var network = world.Open("http", server.Address, """
            quote: [{ name: price, url: /price, capture: { price: { json: price } } }]
            price: { amount: "{{ price }}", currency: USD, basis: as asked }

            """ + Ask("method: GET"));

        var error = await Assert.ThrowsAsync<NetworkException>(() => network.QuoteAsync(world.Run(), Token));

        Assert.Equal(NetworkErrorKind.Untrustworthy, error.Kind);
    }

    [Fact]
    public async Task Survey_FillsTheOffer()
    {
        await using var server = await RecordingServer.StartAsync("""{"version":"1.2","cores":8}""");
        var network = world.Open("http", server.Address, """
            variables: { product: Node, mine: "{{ run.id }}" }
            survey: [{ name: info, url: /info, capture: { version: { json: version }, cores: { json: cores } } }]
            offer: { software: "{{ product }} {{ version }}", cpu: "{{ cores }}", features: ["v{{ version }}"] }

            """ + Ask("method: GET"));

        var survey = await network.SurveyAsync(Token);

        Assert.Equal("Node 1.2", survey.Software);
        Assert.Equal(8, Assert.Single(survey.Offers).Cpu);
    }

    [Fact]
    public async Task UnixSocket_IsUsed_WhenSettingsNameOne()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The socket of this test is Unix's.");
        var path = Path.Combine(Directory.CreateTempSubdirectory("steps-").FullName, "socket");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var head = AnswerOneAsync(listener);
        var network = world.Open("http", "http://engine", $"unixSocket: {path}\n{Ask("method: GET")}");

        var invocation = await world.InvokeAsync(network, Token);

        Assert.StartsWith("GET /ask HTTP/1.1\r\nHost: engine\r\n", await head, StringComparison.Ordinal);
        Assert.Equal([3, 4], invocation.Predictions.Argmax);
    }

    private static async Task<string> AnswerOneAsync(Socket listener)
    {
        using var connection = await listener.AcceptAsync(Token);
        var head = new byte[4096];
        var length = 0;
        while (!Encoding.ASCII.GetString(head, 0, length).EndsWith("\r\n\r\n", StringComparison.Ordinal))
            length += await connection.ReceiveAsync(head.AsMemory(length), Token);
        await connection.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Classes.Length}\r\n\r\n{Classes}"), Token);
        return Encoding.ASCII.GetString(head, 0, length);
    }

    private static string Ask(string keys) => $$"""
        invoke:
          - { name: ask, url: /ask, {{keys}}, collect: { argmax: classes } }
        """;

    private Task<Invocation> InvokeAsync(RecordingServer server, string settings) =>
        world.InvokeAsync(world.Open("http", server.Address, settings), Token);
}
