using Survey.Models.Native;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Native;

public sealed class PreparedLibraryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Cache => folder.File("cache");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Prepare_ChangesACopy_WhenTheVersionIsNamed()
    {
        var library = folder.Write("lib.so", ElfLibrary.Create());

        var prepared = PreparedLibrary.Prepare(library, Cache);

        Assert.NotEqual(library, prepared);
        Assert.Equal(ElfLibrary.Create(), File.ReadAllBytes(library));
        Assert.Equal(2, File.ReadAllBytes(prepared)[ElfLibrary.FlagsOffset]);
    }

    [Fact]
    public void Prepare_ReplacesTheCopy_WhenSomebodyChangedIt()
    {
        var library = folder.Write("lib.so", ElfLibrary.Create());
        var first = PreparedLibrary.Prepare(library, Cache);
        var expected = File.ReadAllBytes(first);
        File.WriteAllText(first, "something else");

        var second = PreparedLibrary.Prepare(library, Cache);

        Assert.Equal(first, second);
        Assert.Equal(expected, File.ReadAllBytes(second));
    }

    [Fact]
    public void Prepare_LeavesNothingBehind_WhenSeveralPrepareAtOnce()
    {
        var library = folder.Write("lib.so", ElfLibrary.Create());

        var prepared = Enumerable.Range(0, 8).AsParallel().Select(_ => PreparedLibrary.Prepare(library, Cache)).ToArray();

        Assert.Single(prepared.Distinct());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(prepared[0])!));
    }

    [Fact]
    public void Prepare_TakesThePackagedFile_WhenItNamesNoSuchVersion()
    {
        var content = ElfLibrary.Create();
        content.AsSpan().Replace((byte)'X', (byte)'Y');
        var library = folder.Write("lib.so", content);

        Assert.Equal(library, PreparedLibrary.Prepare(library, Cache));
        Assert.False(Directory.Exists(Cache));
    }

    [Fact]
    public void Prepare_FindsNoUse_WhenTheLibraryIsThePackaged()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux needs a prepared copy.");
        var packaged = LibTorchPaths.OfThisBuild.LibTorchSharp;
        var before = File.ReadAllBytes(packaged);

        var prepared = File.ReadAllBytes(PreparedLibrary.Prepare(packaged, Cache));

        Assert.Equal(1, before.Zip(prepared).Count(pair => pair.First != pair.Second));
        Assert.Equal(before, File.ReadAllBytes(packaged));
    }
}
