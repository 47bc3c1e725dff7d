using System.Buffers.Binary;
using System.Text;
using Survey.Experiments.Tests.Steps;
using Xunit;

namespace Survey.Experiments.Tests.Http;

public sealed class HttpTransportTests : IDisposable
{
    private const string Ask = """
        invoke:
          - { name: ask, url: /logs, demultiplex: true, collect: { argmax: classes } }
        """;

    private readonly StepWorld world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => world.Dispose();

    [Fact]
    public async Task Demultiplex_JoinsTheFramesOfBothStreams()
    {
        byte[] framed = [.. Frame(1, """{"cla"""), .. Frame(2, ""), .. Frame(2, """sses":"""), .. Frame(1, "[1,2]}")];
        await using var server = await AnswerAsync(framed);

        var invocation = await world.InvokeAsync(world.Open("http", server.Address, Ask), Token);

        Assert.Equal([1, 2], invocation.Predictions.Argmax);
    }

    // A header that ends too early, and one that announces four gigabytes: what came before counts.
    [Theory]
    [InlineData(new byte[] { 1, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 0, 0, 0, 255, 255, 255, 255 })]
    public async Task Demultiplex_TakesWhatIsThere_WhenTheLastFrameIsTorn(byte[] torn)
    {
        await using var server = await AnswerAsync([.. Frame(1, """{"classes":[1,2]}"""), .. torn]);

        var invocation = await world.InvokeAsync(world.Open("http", server.Address, Ask), Token);

        Assert.Equal([1, 2], invocation.Predictions.Argmax);
    }

    private static Task<RecordingServer> AnswerAsync(byte[] framed) => RecordingServer.StartAsync(async (_, context) =>
    {
        await context.Response.Body.WriteAsync(framed);
        return "";
    });

    // https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerAttach
    private static byte[] Frame(byte stream, string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var frame = new byte[8 + payload.Length];
        frame[0] = stream;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)payload.Length);
        payload.CopyTo(frame, 8);
        return frame;
    }
}
