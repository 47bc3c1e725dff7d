using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Processes;

public sealed class ServeProcessTests(ServeProcessTests.SharedWorker shared) : IClassFixture<ServeProcessTests.SharedWorker>
{
    private static readonly byte[] Pixels = Fixture.Pixels(3);
    private readonly ServingWorker worker = shared.Worker;

    [Theory]
    [InlineData("/v2/health/live", "live")]
    [InlineData("/v2/health/ready", "ready")]
    [InlineData("/v2/models/digits/ready", "ready")]
    [InlineData("/v2/models/tiny-uint8/versions/1/ready", "ready")]
    public async Task Get_SaysTrue_WhenHealthy(string path, string property) => Assert.True((await GetAsync(path)).GetProperty(property).GetBoolean());

    [Fact]
    public async Task Get_DescribesServerAndModels()
    {
        var server = await GetAsync("/v2");
        var model = await GetAsync("/v2/models/digits");

        Assert.Equal("binary_tensor_data", server.GetProperty("extensions")[0].GetString());
        Assert.True(server.GetProperty("stamps").GetProperty("model_loaded").GetInt64() > 0);
        Assert.Equal("input", model.GetProperty("inputs")[0].GetProperty("name").GetString());
        Assert.Equal([-1, 1, 28, 28], model.GetProperty("inputs")[0].GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(Digest.Sha256(File.ReadAllBytes(Fixture.Model())), model.GetProperty("parameters").GetProperty("sha256").GetString());
        Assert.Equal("UINT8", (await GetAsync("/v2/models/tiny-uint8")).GetProperty("inputs")[0].GetProperty("datatype").GetString());
    }

    [Theory]
    [InlineData("digits", "FP32")]
    [InlineData("digits", "UINT8")]
    [InlineData("tiny-uint8", "UINT8")]
    public async Task Infer_AnswersJson_WithTheModelsScores(string model, string datatype)
    {
        var data = datatype == "UINT8" ? Pixels.Select(pixel => (double)pixel) : Pixels.Select(pixel => pixel / 255.0);

        var response = await worker.Client.PostAsJsonAsync($"/v2/models/{model}/infer", new { id = "7", inputs = new[] { new { name = "input", shape = new[] { 3, 1, 28, 28 }, datatype, data } } }, TestContext.Current.CancellationToken);

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("7", answer.GetProperty("id").GetString());
        Assert.Equal(model, answer.GetProperty("model_name").GetString());
        var output = answer.GetProperty("outputs")[0];
        Assert.Equal([3, 10], output.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(Fixture.Expected(Pixels, model == "digits" ? "tiny" : model), Argmax(output.GetProperty("data").EnumerateArray().Select(score => score.GetSingle())));
    }

    [Theory]
    [InlineData("FP32")]
    [InlineData("UINT8")]
    public async Task Infer_AnswersBinary_WhenAskedInBinary(string datatype)
    {
        var data = datatype == "UINT8" ? Pixels : System.Runtime.InteropServices.MemoryMarshal.AsBytes(Array.ConvertAll(Pixels, pixel => pixel / 255f).AsSpan()).ToArray();

        var response = await PostBinaryAsync(datatype, data, data.Length);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var length = int.Parse(response.Headers.GetValues("Inference-Header-Content-Length").Single(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(120, JsonDocument.Parse(body.AsMemory(0, length)).RootElement.GetProperty("outputs")[0].GetProperty("parameters").GetProperty("binary_data_size").GetInt32());
        Assert.Equal(Fixture.Expected(Pixels), Argmax(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(body.AsSpan(length)).ToArray()));
    }

    [Theory]
    [InlineData(404, "/v2/models/none/infer", "{}", "There is no model 'none' here; there is digits, tiny-uint8.")]
    [InlineData(404, "/v2/models/digits/versions/2/infer", "{}", "no version '2'")]
    [InlineData(404, "/v1", "{}", "The Open Inference Protocol starts at /v2")]
    [InlineData(405, "/v2/health/live", "{}", "answers GET only")]
    [InlineData(400, "/v2/models/digits/infer", "{", "not valid JSON")]
    [InlineData(400, "/v2/models/digits/infer", "{}", "no 'inputs'")]
    [InlineData(400, "/v2/models/digits/infer", """{"inputs":[{"name":"x"}]}""", "the model takes 'input'")]
    [InlineData(400, "/v2/models/digits/infer", """{"inputs":[{"name":"input","shape":[1,784],"datatype":"FP32","data":[1]}]}""", "the model takes [N,1,28,28]")]
    [InlineData(400, "/v2/models/digits/infer", """{"inputs":[{"name":"input","shape":[1,1,28,28],"datatype":"FP32","data":[1]}]}""", "needs 784 numbers, 'data' holds 1")]
    [InlineData(400, "/v2/models/digits/infer", """{"inputs":[{"name":"input","shape":[1,1,28,28],"datatype":"INT64","data":[1]}]}""", "'INT64' is not served")]
    [InlineData(400, "/v2/models/digits/infer", """{"inputs":[{"name":"input","shape":[51,1,28,28],"datatype":"FP32","data":[1]}]}""", "at most 50")]
    [InlineData(400, "/v2/models/digits/infer", """{"inputs":[{"name":"input","shape":[1,1,28,28],"datatype":"FP32","parameters":{"binary_data_size":3136}}]}""", "0 bytes follow the JSON")]
    public async Task Post_SaysWhatIsWrong(int status, string path, string body, string said)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        var response = await worker.Client.PostAsync(path, content, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        var failure = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Contains(said, failure.GetProperty("error").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Post_Answers413_WhenTheBodyIsTooLarge()
    {
        using var content = new ByteArrayContent(new byte[200_001]);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await worker.Client.PostAsync("/v2/models/digits/infer", content, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task PostBinary_SaysWhatIsWrong_WhenTheDataIsNotANumber()
    {
        var pixels = new float[3 * 784];
        pixels[100] = float.NaN;

        var response = await PostBinaryAsync("FP32", System.Runtime.InteropServices.MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray(), 3 * 3136);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Infer_StaysRight_WhenManyAskAtOnce()
    {
        var expected = Fixture.Expected(Pixels);
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(async request =>
        {
            var response = await PostBinaryAsync("UINT8", Pixels[(request % 3 * 784)..((request % 3 * 784) + 784)], 784, images: 1);
            var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            return (Image: request % 3, Argmax: Argmax(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(body.AsSpan(^40..)).ToArray())[0]);
        }));

        Assert.All(answers, answer => Assert.Equal(expected[answer.Image], answer.Argmax));
    }

    [Fact]
    public async Task Serve_EndsWithZero_WhenTerminated()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGTERM on Windows.");
        await using var mortal = await ServingWorker.StartAsync("--model", Fixture.Model());

        Assert.Equal(0, await mortal.StopAsync());
    }

    private async Task<JsonElement> GetAsync(string path) => await worker.Client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    private async Task<HttpResponseMessage> PostBinaryAsync(string datatype, byte[] data, int size, int images = 3)
    {
        var json = Encoding.UTF8.GetBytes($$$"""
            {"inputs":[{"name":"input","shape":[{{{images}}},1,28,28],"datatype":"{{{datatype}}}","parameters":{"binary_data_size":{{{size}}}}}],"parameters":{"binary_data_output":true}}
            """);
        using var content = new ByteArrayContent([.. json, .. data]);
        content.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
        return await worker.Client.PostAsync("/v2/models/digits/infer", content, TestContext.Current.CancellationToken);
    }

    private static int[] Argmax(IEnumerable<float> scores) => [.. scores.Chunk(10).Select(row => Array.IndexOf(row, row.Max()))];

    /// <summary>One worker for the whole class: starting one takes longer than all questions together.</summary>
    public sealed class SharedWorker : IAsyncLifetime
    {
        internal ServingWorker Worker { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Worker = await ServingWorker.StartAsync("--model", $"digits={Fixture.Model()}", "--model", Fixture.Model("tiny-uint8"), "--max-body", "200000", "--max-images", "50");

        public ValueTask DisposeAsync() => Worker.DisposeAsync();
    }
}
