using System.Formats.Tar;
using System.IO.Compression;
using Survey.Experiments.Archives;
using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Archives;

public sealed class SafeTarTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("safe-tar-");

    [Fact]
    public async Task Extract_WritesFilesAndFolders_WhenHonest()
    {
        await ExtractAsync(Archive(new PaxTarEntry(TarEntryType.Directory, "outputs/"), File("outputs/predictions.json", "{}")));
        Assert.Equal("{}", await System.IO.File.ReadAllTextAsync(Path.Combine(folder.FullName, "out", "outputs", "predictions.json"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("../escape.txt")]
    [InlineData("/etc/escape.txt")]
    [InlineData("a/../../escape.txt")]
    public async Task Extract_Refuses_WhenAnEntryLeavesTheFolder(string name)
    {
        var error = await Assert.ThrowsAsync<NetworkException>(() => ExtractAsync(Archive(File(name, "x"))));
        Assert.Contains("leave the target folder", error.Message, StringComparison.Ordinal);
        Assert.Empty(folder.GetFiles("escape.txt", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public async Task Extract_Refuses_WhenAnEntryIsALink(TarEntryType type)
    {
        var error = await Assert.ThrowsAsync<NetworkException>(() => ExtractAsync(Archive(new PaxTarEntry(type, "link") { LinkName = "/etc/passwd" })));
        Assert.Contains("only files and folders", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_Refuses_WhenAnEntryComesTwice()
    {
        var error = await Assert.ThrowsAsync<NetworkException>(() => ExtractAsync(Archive(File("a", "1"), File("a", "2"))));
        Assert.Contains("same name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_Refuses_WhenThereAreTooManyEntries()
    {
        var archive = Archive(File("a", "1"), File("b", "2"), File("c", "3"));
        await Assert.ThrowsAsync<NetworkException>(() => ExtractAsync(archive, new ArchiveLimits { MaxEntries = 2 }));
    }

    [Fact]
    public async Task ExtractGzip_Refuses_WhenTheRatioIsABomb()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await Archive(File("zeros", new string('\0', 8 << 20))).CopyToAsync(gzip, TestContext.Current.CancellationToken);
        packed.Position = 0;
        var error = await Assert.ThrowsAsync<NetworkException>(() =>
            SafeTar.ExtractGzipAsync(packed, folder.FullName, ArchiveLimits.Default with { MaxRatio = 10 }, TestContext.Current.CancellationToken));
        Assert.Contains("unpacks to more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExtractGzip_SaysDamaged_WhenTruncated()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await Archive(File("a", string.Join(' ', Enumerable.Range(0, 5000)))).CopyToAsync(gzip, TestContext.Current.CancellationToken);
        using var half = new MemoryStream(packed.ToArray()[..(int)(packed.Length / 2)]);
        var error = await Assert.ThrowsAsync<NetworkException>(() =>
            SafeTar.ExtractGzipAsync(half, folder.FullName, ArchiveLimits.Default, TestContext.Current.CancellationToken));
        Assert.Contains("damaged or truncated", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private Task ExtractAsync(Stream archive, ArchiveLimits? limits = null) =>
        SafeTar.ExtractAsync(archive, Path.Combine(folder.FullName, "out"), limits ?? ArchiveLimits.Default, TestContext.Current.CancellationToken);

    private static PaxTarEntry File(string name, string text) => new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) };

    private static MemoryStream Archive(params TarEntry[] entries)
    {
        var stream = new MemoryStream();
        using (var writer = new TarWriter(stream, leaveOpen: true))
        {
            foreach (var entry in entries)
                writer.WriteEntry(entry);
        }

        stream.Position = 0;
        return stream;
    }
}
