using System.Buffers.Binary;
using System.Text;

namespace Survey.Models.Tests.Native;

/// <summary>
/// Writes the smallest library that has what the loader looks at: one symbol, undefined, of one version of another library, and a
/// relocation of each table that refers to it or to nothing.
/// </summary>
internal static class ElfLibrary
{
    public const string Version = "GLIBCXX_3.4.32";
    public const string Symbol = "_ZSt21ios_base_library_initv";

    /// <summary>Where <c>vna_flags</c> of the version stands.</summary>
    public const int FlagsOffset = Needs + 16 + 4;

    private const int Names = 0x100;
    private const int Symbols = 0x180;
    private const int Versions = 0x1c0;
    private const int Needs = 0x1d0;
    private const int Relocations = 0x200;
    private const int PltRelocations = 0x218;
    private const int Dynamic = 0x240;
    private const int Size = 0x300;

    /// <summary>Addresses differ from places in the file by so much, as they do in real libraries.</summary>
    private const int Base = 0x1000;

    private const ushort VersionIndex = 2;

    public static byte[] Create(bool isRelocated = false, bool isCalled = false)
    {
        var file = new byte[Size];
        WriteHeaders(file);

        var names = $"\0{Version}\0{Symbol}\0libstdc++.so.6\0";
        Encoding.ASCII.GetBytes(names).CopyTo(file, Names);
        Write32(file, Symbols + 24, names.IndexOf(Symbol, StringComparison.Ordinal));
        Write16(file, Versions + 2, VersionIndex);

        // Verneed: version 1, one entry, file name, offset of the entry, no next. Vernaux: hash, flags, index, name, no next.
        Write16(file, Needs, 1);
        Write16(file, Needs + 2, 1);
        Write32(file, Needs + 4, names.IndexOf("libstdc", StringComparison.Ordinal));
        Write32(file, Needs + 8, 16);
        Write16(file, Needs + 16 + 6, VersionIndex);
        Write32(file, Needs + 16 + 8, names.IndexOf(Version, StringComparison.Ordinal));

        Write64(file, Relocations + 8, (isRelocated ? 1L << 32 : 0) | 6);
        Write64(file, PltRelocations + 8, (isCalled ? 1L << 32 : 0) | 7);
        WriteDynamic(file);
        return file;
    }

    private static void WriteHeaders(byte[] file)
    {
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        Write64(file, 32, 64);
        Write16(file, 54, 56);
        Write16(file, 56, 2);
        WriteProgramHeader(file, 64, 1, 0, Base, Size);
        WriteProgramHeader(file, 64 + 56, 2, Dynamic, Base + Dynamic, 0xb0);
    }

    private static void WriteProgramHeader(byte[] file, int at, int type, int offset, int address, int size)
    {
        Write32(file, at, type);
        Write64(file, at + 8, offset);
        Write64(file, at + 16, address);
        Write64(file, at + 32, size);
    }

    private static void WriteDynamic(byte[] file)
    {
        (long Tag, long Value)[] entries =
        [
            (5, Base + Names), (6, Base + Symbols), (0x6ffffff0, Base + Versions), (0x6ffffffe, Base + Needs), (0x6fffffff, 1),
            (7, Base + Relocations), (8, 24), (23, Base + PltRelocations), (2, 24),
        ];
        for (var index = 0; index < entries.Length; index++)
        {
            Write64(file, Dynamic + (16 * index), entries[index].Tag);
            Write64(file, Dynamic + (16 * index) + 8, entries[index].Value);
        }
    }

    private static void Write16(byte[] file, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)value);

    private static void Write32(byte[] file, int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), value);

    private static void Write64(byte[] file, int at, long value) => BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(at), value);
}
