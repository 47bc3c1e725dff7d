using Google.Protobuf;

namespace Survey.Models.Onnx;

/// <summary>GraphProto: operators in the order they run, constants, one input and one output.</summary>
internal sealed class OnnxGraph(string name, OnnxValue input, OnnxValue output, IReadOnlyList<OnnxNode> nodes, IReadOnlyList<OnnxTensor> constants) : OnnxMessage
{
    protected override void WriteTo(CodedOutputStream stream)
    {
        WriteMessages(stream, 1, nodes);
        WriteText(stream, 2, name);
        WriteMessages(stream, 5, constants);
        WriteMessage(stream, 11, input);
        WriteMessage(stream, 12, output);
    }
}
