using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Survey.Models.Onnx;

/// <summary>TensorProto: a constant of the graph.</summary>
internal sealed class OnnxTensor(string name, OnnxElementType type, IReadOnlyList<long> dimensions, byte[] littleEndian) : OnnxMessage
{
    public string Name => name;

    public static OnnxTensor Of(string name, IReadOnlyList<long> dimensions, ReadOnlySpan<float> values) => new(name, OnnxElementType.Float, dimensions, LittleEndian(values));

    public static OnnxTensor Of(string name, float value) => Of(name, [], [value]);

    protected override void WriteTo(CodedOutputStream output)
    {
        WriteNumbers(output, 1, dimensions);
        WriteNumber(output, 2, (long)type);
        WriteText(output, 8, name);
        WriteBytes(output, 9, littleEndian);
    }

    private static byte[] LittleEndian(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
            return MemoryMarshal.AsBytes(values).ToArray();
        var bytes = new byte[values.Length * sizeof(float)];
        for (var index = 0; index < values.Length; index++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(index * sizeof(float)), values[index]);
        return bytes;
    }
}
