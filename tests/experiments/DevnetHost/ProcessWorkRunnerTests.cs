using System.Text;
using Microsoft.Extensions.Time.Testing;
using Survey.Experiments.Isolation;
using Survey.Tests;
using Xunit;

namespace Survey.Experiments.Tests.DevnetHost;

public sealed class ProcessWorkRunnerTests
{
    private static readonly ProcessImage Shell = new("box:1", "/", ["/bin/sh", "-c"]);

    private readonly StringBuilder output = new();

    [Fact]
    public async Task StartAsync_RunsWithMountsAndEnvironment_WhenTheImageIsKnown()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /bin/sh");
        var folder = Directory.CreateTempSubdirectory();
        var order = Order("echo $GREETING > /out/x; echo done; exit 3") with
        {
            Environment = new Dictionary<string, string> { ["GREETING"] = "hello" },
            Mounts = [new WorkMount(folder.FullName, "/out", false)],
        };

        var exit = await RunAsync(order);

        Assert.Equal(new WorkExit(3, false), exit);
        Assert.Equal("hello\n", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "x"), TestContext.Current.CancellationToken));
        Assert.Equal("done\n", output.ToString());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task StartAsync_EndsTheWork_WhenItUsesTooMuchMemory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "memory is watched on Linux only");
        var order = Order("awk 'BEGIN{s=\"xxxxxxxx\"; while(1) s=s s}'; sleep 20") with { MemoryBytes = 32 << 20 };

        var exit = await RunAsync(order);

        Assert.True(exit.OutOfMemory);
    }

    [Fact]
    public async Task StartAsync_HidesOurEnvironment_FromTheWork()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /bin/sh");
        Environment.SetEnvironmentVariable("SURVEY_TEST_SECRET", "do not show");

        await RunAsync(Order("env"));

        Assert.DoesNotContain("SURVEY_TEST_SECRET", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_Refuses_WhenNothingStandsBehindTheImage()
    {
        var runner = new ProcessWorkRunner(new ImageRegistry([]), TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<WorkStartException>(
            () => runner.StartAsync(Order("true"), TestContext.Current.CancellationToken));

        Assert.Contains("box:1", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_Waits_WhenTheProgramIsStillBeingWritten()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /bin/sh");
        using var folder = new TemporaryFolder();
        Executable.Write(folder.File("worker"), "#!/bin/sh\nexit 5\n");
        File.SetUnixFileMode(folder.File("worker"), (UnixFileMode)0b111_000_000);
        var time = new FakeTimeProvider();
        var runner = new ProcessWorkRunner(new ImageRegistry([new ProcessImage("box:1", folder.Path, ["/worker"])]), time);
        Task<IRunningWork> start;
        using (File.OpenWrite(folder.File("worker")))
        {
            start = runner.StartAsync(Order("") with { Arguments = [] }, TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromMilliseconds(50));
            Assert.False(start.IsCompleted);
        }

        while (!start.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await using var work = await start;
        Assert.Equal(5, (await work.Completion).ExitCode);
    }

    private WorkOrder Order(string script) => new()
    {
        Name = "test",
        Image = "box:1",
        Arguments = [script],
        Output = (_, bytes) => output.Append(Encoding.UTF8.GetString(bytes.Span)),
    };

    private static async Task<WorkExit> RunAsync(WorkOrder order)
    {
        var runner = new ProcessWorkRunner(new ImageRegistry([Shell]), TimeProvider.System);
        await using var work = await runner.StartAsync(order, TestContext.Current.CancellationToken);
        return await work.Completion;
    }
}
