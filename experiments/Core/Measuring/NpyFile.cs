using System.Runtime.InteropServices;
using System.Text;
using Survey.Experiments.Running;

namespace Survey.Experiments.Measuring;

/// <summary>Writes a matrix of numbers as NumPy reads it (format 1.0: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).</summary>
internal static class NpyFile
{
    private const int Alignment = 64;

    /// <summary>Writes rows of equal length as little-endian float32, C order.</summary>
    public static void Write(string path, IReadOnlyList<float[]> rows)
    {
        var columns = rows.Count == 0 ? 0 : rows[0].Length;
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows.Count}, {columns}), }}";
        var padding = Alignment - ((10 + header.Length + 1) % Alignment);
        header += new string(' ', padding % Alignment) + "\n";
        AtomicFile.Write(path, stream =>
        {
            stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
            stream.Write(Encoding.ASCII.GetBytes(header));
            foreach (var row in rows)
                stream.Write(MemoryMarshal.AsBytes(row.AsSpan()));
        });
    }
}
