using System.Buffers.Binary;
using System.Text;

namespace Survey.Experiments.Images;

/// <summary>What the loader wants to know about a 64-bit little-endian ELF file: the libraries it needs and its interpreter.</summary>
/// <remarks>Layout: https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html.</remarks>
internal sealed record ElfFile(ushort Machine, string? Interpreter, IReadOnlyList<string> Needed)
{
    private const uint LoadSegment = 1;
    private const uint DynamicSegment = 2;
    private const uint InterpreterSegment = 3;
    private const long NeededTag = 1;
    private const long StringTableTag = 5;

    /// <returns>Null when it is no such file.</returns>
    public static ElfFile? TryRead(string path)
    {
        var file = File.ReadAllBytes(path);
        if (file.Length < 64 || !file.AsSpan().StartsWith("\u007fELF"u8) || file[4] != 2 || file[5] != 1)
            return null;
        var segments = ReadSegments(file);
        var interpreter = segments.Where(segment => segment.Type == InterpreterSegment).Select(segment => Text(file, segment.Offset)).FirstOrDefault();
        var needed = segments.Where(segment => segment.Type == DynamicSegment).SelectMany(segment => ReadNeeded(file, segments, segment)).ToList();
        return new(BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(18)), interpreter, needed);
    }

    private static List<Segment> ReadSegments(byte[] file)
    {
        var table = Long(file, 32);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(54));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(56));
        return [.. Enumerable.Range(0, count).Select(index => table + ((long)index * size)).Select(at => new Segment(
            BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan((int)at)), Long(file, at + 8), Long(file, at + 16), Long(file, at + 32)))];
    }

    private static IEnumerable<string> ReadNeeded(byte[] file, List<Segment> segments, Segment dynamic)
    {
        var entries = Enumerable.Range(0, (int)(dynamic.Size / 16)).Select(index => dynamic.Offset + (index * 16L))
            .Select(at => (Tag: Long(file, at), Value: Long(file, at + 8))).TakeWhile(entry => entry.Tag != 0).ToList();
        var address = entries.First(entry => entry.Tag == StringTableTag).Value;
        var segment = segments.First(candidate => candidate.Type == LoadSegment && address >= candidate.Address && address < candidate.Address + candidate.Size);
        var strings = address - segment.Address + segment.Offset;
        return entries.Where(entry => entry.Tag == NeededTag).Select(entry => Text(file, strings + entry.Value));
    }

    private static long Long(byte[] file, long at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan((int)at));

    private static string Text(byte[] file, long at)
    {
        var rest = file.AsSpan((int)at);
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)0)]);
    }

    private sealed record Segment(uint Type, long Offset, long Address, long Size);
}
