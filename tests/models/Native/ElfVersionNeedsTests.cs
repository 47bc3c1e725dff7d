using FsCheck.Xunit;
using Survey.Models.Native;

namespace Survey.Models.Tests.Native;

public sealed class ElfVersionNeedsTests
{
    private const ushort Weak = 2;

    [Fact]
    public void Weaken_SetsTheWeakFlagAndNothingElse_WhenNothingUsesTheVersion()
    {
        var library = ElfLibrary.Create();
        var expected = ElfLibrary.Create();
        expected[ElfLibrary.FlagsOffset] |= (byte)Weak;

        Assert.True(ElfVersionNeeds.Weaken(library, "lib.so", ElfLibrary.Version));
        Assert.Equal(expected, library);
    }

    [Fact]
    public void Weaken_LeavesTheFile_WhenItDoesNotNameTheVersion()
    {
        var library = ElfLibrary.Create();

        Assert.False(ElfVersionNeeds.Weaken(library, "lib.so", "GLIBCXX_3.4.33"));
        Assert.Equal(ElfLibrary.Create(), library);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Weaken_NamesSymbolAndLibrary_WhenARelocationRefersToIt(bool isRelocated, bool isCalled)
    {
        var library = ElfLibrary.Create(isRelocated, isCalled);

        var exception = Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken(library, "lib.so", ElfLibrary.Version));

        Assert.Contains($"'lib.so' uses '{ElfLibrary.Symbol}' of {ElfLibrary.Version}: a libstdc++ that has it is needed", exception.Message);
        Assert.Equal(ElfLibrary.Create(isRelocated, isCalled), library);
    }

    [Fact]
    public void Weaken_SaysThatItIsNoLibrary_WhenItIsAnotherFile()
    {
        var exception = Assert.Throws<InvalidDataException>(() => ElfVersionNeeds.Weaken(new byte[100], "lib.so", ElfLibrary.Version));

        Assert.Equal("'lib.so' is not a 64-bit little-endian ELF library.", exception.Message);
    }

    /// <summary>A damaged file gets an answer or one of the exceptions that LibTorch turns into a sentence.</summary>
    [Property(MaxTest = 500)]
    public void Weaken_NeverReadsOutside_WhenBytesAreDamaged(ushort at, byte value)
    {
        var library = ElfLibrary.Create();
        library[at % library.Length] = value;

        var exception = Record.Exception(() => ElfVersionNeeds.Weaken(library, "lib.so", ElfLibrary.Version));

        Assert.True(exception is null or InvalidDataException or OverflowException, $"{exception}");
    }
}
