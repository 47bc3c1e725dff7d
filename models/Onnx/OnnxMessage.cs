using Google.Protobuf;

namespace Survey.Models.Onnx;

/// <summary>A message of the public ONNX format, written by field number.</summary>
/// <remarks>https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3</remarks>
internal abstract class OnnxMessage
{
    /// <summary>The message's bytes; the same message always gives the same.</summary>
    public byte[] ToBytes()
    {
        using var content = new MemoryStream();
        using (var output = new CodedOutputStream(content, leaveOpen: true))
            WriteTo(output);
        return content.ToArray();
    }

    protected abstract void WriteTo(CodedOutputStream output);

    protected static void WriteText(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    protected static void WriteTexts(CodedOutputStream output, int field, IEnumerable<string> values)
    {
        foreach (var value in values)
            WriteText(output, field, value);
    }

    protected static void WriteNumber(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    /// <summary>Numbers one by one: readers accept them packed or not, and the first parsers only this way.</summary>
    protected static void WriteNumbers(CodedOutputStream output, int field, IEnumerable<long> values)
    {
        foreach (var value in values)
            WriteNumber(output, field, value);
    }

    protected static void WriteBytes(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value));
    }

    protected static void WriteMessage(CodedOutputStream output, int field, OnnxMessage value) => WriteBytes(output, field, value.ToBytes());

    protected static void WriteMessages(CodedOutputStream output, int field, IEnumerable<OnnxMessage> values)
    {
        foreach (var value in values)
            WriteMessage(output, field, value);
    }
}
