using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Processes;

public sealed class PrivacyTests
{
    private static readonly byte[] Request = System.Text.Encoding.UTF8.GetBytes(
        $$"""{"inputs":[{"name":"input","shape":[1,1,28,28],"datatype":"UINT8","data":[{{string.Join(',', Fixture.Pixels(1))}}]}]}""");

    /// <summary>
    /// Every socket of the process is the one it listens on: no connection, no resolver. Looked at again and again while it works, since
    /// an uploader opens its own at a moment of its choosing.
    /// </summary>
    [Fact]
    public async Task Serve_OpensNoConnectionOfItsOwn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads the process's sockets from /proc.");
        await using var worker = await ServingWorker.StartAsync("--model", Fixture.Model("tiny-uint8"));
        var port = worker.Client.BaseAddress!.Port;
        for (var round = 0; round < 200; round++)
        {
            await worker.Client.PostAsync("/v2/models/tiny-uint8/infer", new ByteArrayContent(Request), TestContext.Current.CancellationToken);
            var sockets = ProcessSockets.Of(worker.ProcessId);
            Assert.NotEmpty(sockets);
            Assert.DoesNotContain(sockets, socket => socket.LocalPort != port);
        }
    }

    /// <summary>ONNX Runtime asks libc, which .NET's own copy of the environment does not reach.</summary>
    [Fact]
    public void TurnOff_ReachesTheNativeEnvironment()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "getenv of libc.");

        Telemetry.TurnOff();

        Assert.Equal("1", NativeEnvironment.Get(Telemetry.Variable));
    }
}
