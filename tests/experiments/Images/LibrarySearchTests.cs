using Survey.Experiments.Images;
using Xunit;

namespace Survey.Experiments.Tests.Images;

public sealed class LibrarySearchTests
{
    [Fact]
    public void TryRead_ReadsWhatTheLoaderReads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads this machine's own libraries.");
        var library = LibrarySearch.OfThisMachine().Find("libstdc++.so.6", Own.Machine);
        Assert.SkipWhen(library is null, "This machine has no libstdc++.so.6.");

        Assert.Contains("libc.so.6", ElfFile.TryRead(library)!.Needed);
    }

    [Fact]
    public void Close_FindsLibrariesOfLibraries()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads this machine's own libraries.");
        var search = LibrarySearch.OfThisMachine();
        var library = search.Find("libstdc++.so.6", Own.Machine);
        Assert.SkipWhen(library is null, "This machine has no libstdc++.so.6.");

        var closed = search.Close("worker", library);

        Assert.Contains("libc.so.6", closed.Keys);
        Assert.All(closed, found => Assert.True(File.Exists(found.Value)));
    }

    [Fact]
    public void Close_NamesTheLibrary_WhenItIsNowhere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads this machine's own libraries.");

        var failure = Assert.Throws<ImageException>(() => new LibrarySearch([]).Close("worker", Environment.ProcessPath!));

        Assert.Contains($"needs {Own.Needed[0]}", failure.Message, StringComparison.Ordinal);
    }

    private static ElfFile Own => ElfFile.TryRead(Environment.ProcessPath!)!;
}
