using System.Buffers.Binary;
using System.Text;

namespace Survey.Models.Native;

/// <summary>The dynamic part of a 64-bit little-endian ELF file, as the loader sees it (gABI chapter 5, and the GNU symbol versions of the LSB).</summary>
internal sealed class ElfImage
{
    private const int ProgramHeaderLoad = 1;
    private const int ProgramHeaderDynamic = 2;

    private readonly byte[] content;
    private readonly List<(ulong Address, ulong Offset, ulong Size)> segments = [];
    private readonly Dictionary<ulong, ulong> dynamic = [];

    public ElfImage(byte[] content, string name)
    {
        this.content = content;
        Name = name;
        if (content.Length < 64 || !content.AsSpan(0, 6).SequenceEqual("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException($"'{name}' is not a 64-bit little-endian ELF library.");
        ReadProgramHeaders();
    }

    /// <summary>File name, for messages.</summary>
    public string Name { get; }

    /// <summary>The value of a dynamic entry, or null when the file has none.</summary>
    public ulong? Dynamic(ulong tag) => dynamic.TryGetValue(tag, out var value) ? value : null;

    /// <summary>The value of a dynamic entry that must be there.</summary>
    public ulong RequiredDynamic(ulong tag) => Dynamic(tag) ?? throw new InvalidDataException($"'{Name}' has no dynamic entry 0x{tag:x}.");

    /// <summary>The place in the file of something the loader knows by its address.</summary>
    public int OffsetOf(ulong address)
    {
        foreach (var segment in segments)
        {
            if (address >= segment.Address && address - segment.Address < segment.Size)
                return checked((int)(address - segment.Address + segment.Offset));
        }

        throw new InvalidDataException($"'{Name}' points to address 0x{address:x}, which no segment of the file holds.");
    }

    public ushort UInt16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(At(offset, 2));

    public uint UInt32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(At(offset, 4));

    public ulong UInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(At(offset, 8));

    /// <summary>A name of the dynamic string table.</summary>
    public string Text(uint index)
    {
        var start = At(OffsetOf(RequiredDynamic(ElfTag.StringTable) + index), 1);
        var rest = content.AsSpan(content.Length - start.Length);
        var end = rest.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? throw new InvalidDataException($"'{Name}' has a name without an end.") : rest[..end]);
    }

    private ReadOnlySpan<byte> At(int offset, int length) => offset >= 0 && offset <= content.Length - length
        ? content.AsSpan(offset)
        : throw new InvalidDataException($"'{Name}' ends before offset {offset}.");

    private void ReadProgramHeaders()
    {
        var table = checked((int)UInt64(32));
        var entrySize = UInt16(54);
        for (var index = 0; index < UInt16(56); index++)
        {
            var header = table + (index * entrySize);
            var (type, offset, address, size) = (UInt32(header), UInt64(header + 8), UInt64(header + 16), UInt64(header + 32));
            if (type == ProgramHeaderLoad)
                segments.Add((address, offset, size));
            else if (type == ProgramHeaderDynamic)
                ReadDynamic(checked((int)offset), checked((int)size));
        }
    }

    private void ReadDynamic(int offset, int size)
    {
        for (var entry = offset; entry < offset + size && UInt64(entry) != 0; entry += 16)
            dynamic.TryAdd(UInt64(entry), UInt64(entry + 8));
    }
}
