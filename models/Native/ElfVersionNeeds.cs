using System.Buffers.Binary;

namespace Survey.Models.Native;

/// <summary>Makes a library loadable where a symbol version is missing that it names but never uses.</summary>
/// <remarks>
/// LibTorchSharp was built with GCC 13, whose <c>iostream</c> header names <c>std::ios_base_library_init</c> (GLIBCXX_3.4.32) only to
/// pull in an initialiser: the symbol is undefined without any relocation, so the loader never looks it up, yet refuses the file on
/// Debian 12, Ubuntu 22.04 and RHEL 9. See https://gcc.gnu.org/gcc-13/changes.html (libstdc++, "iostream initialisation").
/// </remarks>
internal static class ElfVersionNeeds
{
    /// <summary>VER_FLG_WEAK: a missing version is no reason to refuse the file.</summary>
    private const ushort Weak = 2;

    private const int RelocationSize = 24;
    private const int SymbolSize = 24;

    /// <summary>Marks the need for <paramref name="version"/> as weak, in place.</summary>
    /// <returns>Whether the library names that version at all.</returns>
    /// <exception cref="InvalidDataException">Something in the library really uses a symbol of that version, or the file is broken.</exception>
    public static bool Weaken(byte[] library, string name, string version)
    {
        var image = new ElfImage(library, name);
        if (Find(image, version) is not { } need)
            return false;
        if (FirstUse(image, image.UInt16(need + 6)) is { } symbol)
            throw new InvalidDataException($"'{name}' uses '{symbol}' of {version}: a libstdc++ that has it is needed (GCC 13 or newer, for example Debian 13 or Ubuntu 24.04).");

        var flags = library.AsSpan(need + 4, 2);
        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(image.UInt16(need + 4) | Weak));
        return true;
    }

    /// <summary>The offset of the version's Elf64_Vernaux: hash 4, flags 2, index 2, name 4, next 4.</summary>
    private static int? Find(ElfImage image, string version)
    {
        if (image.Dynamic(ElfTag.VersionNeeds) is not { } address)
            return null;
        var file = image.OffsetOf(address);
        for (var files = image.RequiredDynamic(ElfTag.VersionNeedsCount); files > 0; files--)
        {
            var need = file + checked((int)image.UInt32(file + 8));
            for (var needs = image.UInt16(file + 2); needs > 0; needs--)
            {
                if (image.Text(image.UInt32(need + 8)) == version)
                    return need;
                need += checked((int)image.UInt32(need + 12));
            }

            file += checked((int)image.UInt32(file + 12));
        }

        return null;
    }

    /// <summary>The name of a symbol of that version that a relocation refers to; null when there is none.</summary>
    private static string? FirstUse(ElfImage image, ushort versionIndex)
    {
        var versions = image.OffsetOf(image.RequiredDynamic(ElfTag.SymbolVersions));
        var symbols = image.OffsetOf(image.RequiredDynamic(ElfTag.SymbolTable));
        foreach (var (table, size) in new[] { (ElfTag.Relocations, ElfTag.RelocationsSize), (ElfTag.PltRelocations, ElfTag.PltRelocationsSize) })
        {
            if (image.Dynamic(table) is not { } address)
                continue;
            var start = image.OffsetOf(address);
            var end = start + checked((int)image.RequiredDynamic(size));
            for (var relocation = start; relocation < end; relocation += RelocationSize)
            {
                var symbol = checked((int)(image.UInt64(relocation + 8) >> 32));
                if (symbol != 0 && (image.UInt16(versions + (symbol * 2)) & 0x7fff) == versionIndex)
                    return image.Text(image.UInt32(symbols + (symbol * SymbolSize)));
            }
        }

        return null;
    }
}
