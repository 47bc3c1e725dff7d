using Google.Protobuf;

namespace Survey.Models.Onnx;

/// <summary>AttributeProto: a whole number or a list of them, all that the supported operators need.</summary>
internal sealed class OnnxAttribute : OnnxMessage
{
    private const int WholeNumber = 2;
    private const int WholeNumbers = 7;

    private readonly string name;
    private readonly bool isList;
    private readonly long[] values;

    public OnnxAttribute(string name, long value) => (this.name, isList, values) = (name, false, [value]);

    public OnnxAttribute(string name, IEnumerable<long> values) => (this.name, isList, this.values) = (name, true, [.. values]);

    protected override void WriteTo(CodedOutputStream output)
    {
        WriteText(output, 1, name);
        WriteNumbers(output, isList ? 8 : 3, values);
        WriteNumber(output, 20, isList ? WholeNumbers : WholeNumber);
    }
}
