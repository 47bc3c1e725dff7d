using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Measuring;

/// <summary>
/// Puts two-dimensional float32 NumPy files below each other (format: numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
/// The files came from a network: anything that is not exactly that is refused.
/// </summary>
internal static partial class NpyJoin
{
    private const int Prelude = 10;
    private const int LongestHeader = 4096;
    private const long MostBytes = 256L << 20;
    private const int Alignment = 64;

    public static void Join(IReadOnlyList<string> paths, string target)
    {
        var parts = paths.Select(Read).ToList();
        var columns = parts[0].Columns;
        if (parts.Exists(part => part.Columns != columns))
            throw Refused("the partitions have different numbers of classes");
        var rows = parts.Sum(part => part.Rows);
        AtomicFile.Write(target, stream =>
        {
            stream.Write(Header(rows, columns));
            foreach (var part in parts)
                stream.Write(part.Data);
        });
    }

    private static (long Rows, long Columns, byte[] Data) Read(string path)
    {
        var file = new FileInfo(path);
        if (file.Length is < Prelude or > MostBytes)
            throw Refused($"logits.npy has {file.Length} bytes");
        var bytes = File.ReadAllBytes(path);
        if (bytes[0] != 0x93 || !bytes.AsSpan(1, 7).SequenceEqual("NUMPY\u0001\0"u8))
            throw Refused("logits.npy is no NumPy file of version 1");
        var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        if (length > LongestHeader || bytes.Length < Prelude + length)
            throw Refused("logits.npy has a header that does not end");
        var header = Encoding.ASCII.GetString(bytes, Prelude, length);
        var shape = Shape().Match(header);
        if (!shape.Success || !header.Contains("'<f4'", StringComparison.Ordinal) || !header.Contains("'fortran_order': False", StringComparison.Ordinal))
            throw Refused("logits.npy is not two-dimensional float32 in C order");
        var (rows, columns) = (Number(shape, 1), Number(shape, 2));
        var data = bytes[(Prelude + length)..];
        return data.Length == rows * columns * sizeof(float) ? (rows, columns, data) : throw Refused("logits.npy has another size than its shape says");
    }

    private static byte[] Header(long rows, long columns)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
        var padding = Alignment - ((Prelude + text.Length + 1) % Alignment);
        text += new string(' ', padding % Alignment) + "\n";
        byte[] bytes = [0x93, .. "NUMPY"u8, 1, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)text.Length);
        return bytes;
    }

    private static long Number(Match match, int group) =>
        long.TryParse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture, out var value) && value <= int.MaxValue ? value : throw Refused("its shape is too large");

    private static NetworkException Refused(string why) => new(NetworkErrorKind.Untrustworthy, $"The logits that came back were refused: {why}.");

    [GeneratedRegex(@"'shape': \((\d{1,10}), (\d{1,10})\)")]
    private static partial Regex Shape();
}
