using System.Runtime.InteropServices;
using System.Text;

namespace Survey.Worker.Batch;

/// <summary>Writes a float32 matrix as NumPy's file version 1.0.</summary>
internal static class NpyWriter
{
    public static void Write(Stream stream, ReadOnlySpan<float> values, int rows, int columns)
    {
        var header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}";

        // Magic, version and length take ten bytes; the format aligns the data to 64.
        var padding = 63 - ((10 + header.Length) % 64);
        header += new string(' ', padding) + '\n';
        stream.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(header));
        stream.Write(MemoryMarshal.AsBytes(values));
    }
}
