using Survey.Experiments.Running;
using Xunit;

namespace Survey.Experiments.Tests.Running;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_KeepsTheOldContent_WhenTheWriterFails()
    {
        var path = folder.File("a/b.txt");
        AtomicFile.WriteText(path, "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write("ne"u8);
            throw new InvalidOperationException("half-way");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Write_KeepsTheOldContent_WhenTheDiskIsFull()
    {
        using var disk = new SmallDisk(kilobytes: 64);
        var path = Path.Combine(disk.Path, "a.txt");
        AtomicFile.WriteText(path, "old");
        disk.Fill();

        var error = Assert.Throws<ArtifactsException>(() => AtomicFile.Write(path, new byte[128 * 1024]));
        Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.False(File.Exists(path + ".partial"));
    }

    [Fact]
    public void WriteJson_IsTheSameBytes_WhenWrittenTwice()
    {
        AtomicFile.WriteJson(folder.File("one.json"), new SortedDictionary<string, TimeSpan> { ["start"] = TimeSpan.FromMilliseconds(1500) });

        Assert.Equal("{\n  \"start\": 1.5\n}\n", File.ReadAllText(folder.File("one.json")));
    }
}
