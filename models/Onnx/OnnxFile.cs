using Google.Protobuf;

namespace Survey.Models.Onnx;

/// <summary>ModelProto: the whole file.</summary>
internal sealed class OnnxFile(OnnxGraph graph, IReadOnlyDictionary<string, string> metadata) : OnnxMessage
{
    /// <summary>Version of the operators' meaning. 17 is read by every runtime since 2022.</summary>
    public const int Opset = 17;

    /// <summary>Version of the file format; opset 17 came with 8.</summary>
    public const int FormatVersion = 8;

    private const string Producer = "Survey.Models";

    protected override void WriteTo(CodedOutputStream output)
    {
        WriteNumber(output, 1, FormatVersion);
        WriteText(output, 2, Producer);
        WriteMessage(output, 7, graph);
        WriteMessage(output, 8, new OperatorSetMessage());
        WriteMessages(output, 14, metadata.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => new EntryMessage(item.Key, item.Value)));
    }

    /// <summary>OperatorSetIdProto of the default domain.</summary>
    private sealed class OperatorSetMessage : OnnxMessage
    {
        protected override void WriteTo(CodedOutputStream output)
        {
            WriteText(output, 1, "");
            WriteNumber(output, 2, Opset);
        }
    }

    /// <summary>StringStringEntryProto.</summary>
    private sealed class EntryMessage(string key, string value) : OnnxMessage
    {
        protected override void WriteTo(CodedOutputStream output)
        {
            WriteText(output, 1, key);
            WriteText(output, 2, value);
        }
    }
}
