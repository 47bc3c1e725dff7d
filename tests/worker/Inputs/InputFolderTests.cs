using Survey.Worker.Inputs;
using Survey.Worker.Sources;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Inputs;

public sealed class InputFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    [Theory]
    [InlineData("test", "t10k-images-idx3-ubyte", 2)]
    [InlineData("train", "train-images-idx3-ubyte", 5)]
    public async Task Read_TakesTheWantedSet_WhenBothAreThere(string set, string used, int images)
    {
        folder.Write("train-images-idx3-ubyte", Fixture.Idx(Fixture.Pixels(5)));
        folder.Write("train-labels-idx1-ubyte", Fixture.IdxLabels(5));
        folder.Write("t10k-images-idx3-ubyte", Fixture.Idx(Fixture.Pixels(2)));
        folder.Write("t10k-labels-idx1-ubyte", Fixture.IdxLabels(2));

        var selection = await ReadAsync(set);

        Assert.Equal(used, Assert.Single(selection.Used).Name);
        Assert.Equal(images, selection.ImagesOf(Fixture.Digit).Count);
        Assert.Equal(2, selection.Ignored.Count(reason => reason.EndsWith(": labels", StringComparison.Ordinal)));
        Assert.Single(selection.Ignored, reason => reason.Contains($"not of the {set} set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_TakesPicturesInOrderOfTheirNames()
    {
        folder.Write("b.raw", new byte[784]);
        folder.Write("a.raw", new byte[2 * 784]);
        folder.Write("notes.txt", "not a picture");

        var selection = await ReadAsync();

        Assert.Equal(["a.raw", "b.raw"], selection.Used.Select(file => file.Name));
        Assert.Equal(3, selection.ImagesOf(Fixture.Digit).Count);
        Assert.Equal(["notes.txt: not a known format"], selection.Ignored);
    }

    [Fact]
    public async Task Read_NamesTheFiles_WhenFormatsAreMixed()
    {
        folder.Write("a.raw", new byte[784]);
        folder.Write("b.json", "[]");

        var failure = await Assert.ThrowsAsync<WorkerException>(() => ReadAsync());

        Assert.Contains("a.raw, b.json", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_Refuses_WhenTheFolderIsEmpty() =>
        Assert.Equal(ExitCode.BadInput, (await Assert.ThrowsAsync<WorkerException>(() => ReadAsync())).ExitCode);

    [Fact]
    public async Task Read_Refuses_WhenTheFormatIsUnknown()
    {
        var source = Source.Parse(folder.Write("a.txt", "hello"));

        var failure = await Assert.ThrowsAsync<WorkerException>(() => new InputFolder(Reader(), "test").ReadAsync(source, TestContext.Current.CancellationToken));

        Assert.Contains("IDX, NPY, PNG", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        folder.Dispose();
        http.Dispose();
    }

    private Task<InputSelection> ReadAsync(string set = "test") =>
        new InputFolder(Reader(), set).ReadAsync(Source.Parse(folder.Path), TestContext.Current.CancellationToken);

    private SourceReader Reader() => new(http, SourceReader.DefaultMaximumBytes);
}
