using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.DevnetHost;

public sealed class DevnetEndpointFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    [Fact]
    public void FindAlive_ReadsBackWhatWasWritten_WhileTheProcessLives()
    {
        var written = File(Environment.ProcessId, DateTimeOffset.UtcNow);
        written.Write(folder.FullName);

        Assert.Equal(written.Endpoints, DevnetEndpointFile.FindAlive(folder.FullName)?.Endpoints);
    }

    [Fact]
    public void FindAlive_IsNull_WhenTheProcessIdBelongsToAYoungerProcess()
    {
        File(Environment.ProcessId, DateTimeOffset.UtcNow.AddDays(-30)).Write(folder.FullName);

        Assert.Null(DevnetEndpointFile.FindAlive(folder.FullName));
    }

    [Fact]
    public void FindAlive_IsNull_WhenTheFileIsBroken()
    {
        System.IO.File.WriteAllText(Path.Combine(folder.FullName, DevnetEndpointFile.FileName), "{\"network\":");

        Assert.Null(DevnetEndpointFile.FindAlive(folder.FullName));
    }

    [Fact]
    public void Remove_LeavesTheFile_WhenItSpeaksOfAnotherProcess()
    {
        File(Environment.ProcessId, DateTimeOffset.UtcNow).Write(folder.FullName);

        DevnetEndpointFile.Remove(folder.FullName, Environment.ProcessId + 1);

        Assert.NotNull(DevnetEndpointFile.FindAlive(folder.FullName));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static DevnetEndpointFile File(int processId, DateTimeOffset startedAt) => new(
        "test", processId, startedAt, new Dictionary<string, string> { ["api"] = "http://127.0.0.1:1" }, new Dictionary<string, string>());
}
