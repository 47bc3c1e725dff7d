using System.Buffers.Binary;

namespace Survey.Models.Tests.Support;

/// <summary>Writes IDX files.</summary>
internal static class Idx
{
    public static byte[] Of(byte[] values, params int[] dimensions)
    {
        var file = new byte[4 + (4 * dimensions.Length) + values.Length];
        file[2] = 8;
        file[3] = (byte)dimensions.Length;
        for (var index = 0; index < dimensions.Length; index++)
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * index)), dimensions[index]);
        values.CopyTo(file, 4 + (4 * dimensions.Length));
        return file;
    }
}
