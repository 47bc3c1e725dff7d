using Google.Protobuf;

namespace Survey.Models.Onnx;

/// <summary>NodeProto: one operator.</summary>
internal sealed class OnnxNode(string name, string operation, IReadOnlyList<string> inputs, string output, IReadOnlyList<OnnxAttribute> attributes) : OnnxMessage
{
    public string Output => output;

    public OnnxNode WithOutput(string other) => new(name, operation, inputs, other, attributes);

    protected override void WriteTo(CodedOutputStream stream)
    {
        WriteTexts(stream, 1, inputs);
        WriteText(stream, 2, output);
        WriteText(stream, 3, name);
        WriteText(stream, 4, operation);
        WriteMessages(stream, 5, attributes);
    }
}
