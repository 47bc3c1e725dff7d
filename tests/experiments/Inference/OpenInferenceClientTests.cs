using System.Net;
using RichardSzalay.MockHttp;
using Survey.Experiments.Inference;
using Xunit;

namespace Survey.Experiments.Tests.Inference;

public sealed class OpenInferenceClientTests : IDisposable
{
    private const string Infer = "http://h/base/v2/models/digits/infer";
    private static readonly InferenceInput Input = InferenceInput.FromDigits(new byte[2 * 784]);
    private readonly MockHttpMessageHandler server = new();

    [Fact]
    public async Task Infer_ReadsScores_WhenTheAnswerIsJson()
    {
        server.When(Infer).WithPartialContent("\"shape\":[2,1,28,28]").Respond("application/json", """{"model_name":"digits","model_version":"1","outputs":[{"name":"logits","shape":[2,3],"datatype":"FP32","data":[[1,5,2],[9,-1,0.5]]}]}""");

        var answer = await InferAsync(TensorEncoding.Json);

        Assert.Equal([1, 0], answer.Argmax);
        Assert.Equal(("digits", "1", 3), (answer.Model, answer.Version, answer.Classes));
        Assert.Equal(1, answer.Probabilities(1).Sum(), 12);
        Assert.Equal(answer.Probabilities(1).Max(), answer.Probabilities(1)[0]);
    }

    [Fact]
    public async Task Probabilities_StayWhatTheyAre_WhenTheModelAnswersProbabilities()
    {
        server.When(Infer).Respond("application/json", """{"outputs":[{"data":[[0.25,0.5,0.25],[0,2,0]]}]}""");

        var answer = await InferAsync(TensorEncoding.Json);

        Assert.Equal([0.25, 0.5, 0.25], answer.Probabilities(0));
        Assert.InRange(answer.Probabilities(1)[1], 0.7, 0.9);
    }

    [Fact]
    public async Task Infer_SendsAndReadsBytes_WhenBinary()
    {
        server.When(Infer).Respond(async request =>
        {
            var body = await request.Content!.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            var sent = int.Parse(request.Content.Headers.GetValues("Inference-Header-Content-Length").Single(), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(sent + (2 * 784 * 4), body.Length);
            var json = """{"outputs":[{"name":"logits","shape":[2,2],"datatype":"FP32","parameters":{"binary_data_size":16}}]}"""u8.ToArray();
            var content = new ByteArrayContent([.. json, .. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f), .. BitConverter.GetBytes(4f), .. BitConverter.GetBytes(3f)]);
            var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
            response.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
            return response;
        });

        Assert.Equal([1, 0], (await InferAsync(TensorEncoding.Binary)).Argmax);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"outputs":[]}""")]
    [InlineData("""{"outputs":[{"data":[1,2,3]}]}""")]
    [InlineData("""{"outputs":[{"data":[]}]}""")]
    [InlineData("""{"outputs":[{"data":["a","b"]}]}""")]
    [InlineData("""{"outputs":[{"data":[1e99,1]}]}""")]
    [InlineData("""{"outputs":[{"parameters":{"binary_data_size":8}}]}""")]
    [InlineData("""{"outputs":[{"parameters":{"binary_data_size":-4}}]}""")]
    [InlineData("""{"outputs":[{"parameters":{"binary_data_size":99999999999}}]}""")]
    public async Task Infer_IsRefused_WhenTheAnswerIsNotOfTheProtocol(string answer)
    {
        server.When(Infer).Respond("application/json", answer);

        await Assert.ThrowsAsync<InferenceException>(() => InferAsync(TensorEncoding.Json));
    }

    [Fact]
    public async Task Infer_ShowsTheServersSentence_WithoutControlCharacters()
    {
        server.When(Infer).Respond(HttpStatusCode.BadRequest, "application/json", """{"error":"wrong\u001b[31m shape"}""");

        var failure = await Assert.ThrowsAsync<InferenceException>(() => InferAsync(TensorEncoding.Json));

        Assert.EndsWith("answered 400: wrong [31m shape", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describe_ReadsTheModel()
    {
        server.When("http://h/base/v2/models/digits").Respond("application/json", """{"name":"digits","versions":["1"],"platform":"onnx_onnxv1","parameters":{"sha256":"ab"}}""");

        var model = await Client().DescribeAsync("digits", TestContext.Current.CancellationToken);

        Assert.Equal(("digits", "onnx_onnxv1", "ab"), (model.Name, model.Platform, model.Sha256));
    }

    [Theory]
    [InlineData("[-1,1,28,28]", new[] { 1, 1, 28, 28 })]
    [InlineData("[-1,784]", new[] { 1, 784 })]
    [InlineData("[1,28,28]", new[] { 1, 28, 28 })]
    [InlineData("[-1,-1,-1,-1]", new[] { 1, 1, 28, 28 })]
    public async Task InputOf_TakesNameAndShapeOfTheModel(string shape, int[] expected)
    {
        server.When("http://h/base/v2/models/digits").Respond("application/json", $$"""{"name":"digits","inputs":[{"name":"pixel_values","datatype":"FP32","shape":{{shape}}}]}""");

        var input = (await Client().DescribeAsync("digits", TestContext.Current.CancellationToken)).InputOf(new float[784], 28, 28);

        Assert.Equal("pixel_values", input.Name);
        Assert.Equal(expected, input.Shape);
    }

    [Fact]
    public async Task InputOf_SaysWhatTheModelTakes_WhenAPictureDoesNotFit()
    {
        server.When("http://h/base/v2/models/digits").Respond("application/json", """{"name":"digits","inputs":[{"name":"rgb","datatype":"FP32","shape":[-1,3,28,28]}]}""");
        var model = await Client().DescribeAsync("digits", TestContext.Current.CancellationToken);

        var refused = Assert.Throws<InferenceException>(() => model.InputOf(new float[784], 28, 28));

        Assert.Equal("The model's input 'rgb' is [-1, 3, 28, 28]; a grey picture of 28 by 28 does not fit.", refused.Message);
    }

    [Theory]
    [InlineData("""{"name":"digits","inputs":[{"shape":[1]}]}""")]
    [InlineData("""{"name":"digits","inputs":[{"name":"x","shape":[99999999999]}]}""")]
    [InlineData("""{"name":"digits","inputs":[1]}""")]
    public async Task Describe_IsRefused_WhenTheAnswerIsNotOfTheProtocol(string answer)
    {
        server.When("http://h/base/v2/models/digits").Respond("application/json", answer);

        await Assert.ThrowsAsync<InferenceException>(() => Client().DescribeAsync("digits", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task IsReady_IsFalse_WhenNobodyListens()
    {
        server.When("*").Throw(new HttpRequestException("refused"));

        Assert.False(await Client().IsReadyAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ReadDigit_GivesDigitProbabilitiesAndSteps()
    {
        server.When("http://h/base/v2/models/digits").Respond("application/json", """{"name":"digits"}""");
        server.When(Infer).Respond("application/json", """{"outputs":[{"data":[0,0,0,8,0,0,0,0,0,0]}]}""");
        var picture = Pictures.Bitmap(Pictures.Rectangle(90, 120, darkInk: true));

        var reading = await new DigitReader(Client(), TimeProvider.System).ReadAsync(picture, "digits", TensorEncoding.Json, TestContext.Current.CancellationToken);

        Assert.Equal(3, reading.Digit);
        Assert.InRange(reading.Probabilities[3], 0.99, 1);
        Assert.Equal(784, reading.Pixels.Count);
        Assert.Equal(3, reading.Steps.Count);
    }

    public void Dispose() => server.Dispose();

    private OpenInferenceClient Client() => new(server.ToHttpClient(), new Uri("http://h/base"), TimeProvider.System);

    private Task<InferenceAnswer> InferAsync(TensorEncoding encoding) => Client().InferAsync("digits", Input, encoding, TestContext.Current.CancellationToken);
}
