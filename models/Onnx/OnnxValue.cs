using Google.Protobuf;

namespace Survey.Models.Onnx;

/// <summary>ValueInfoProto: name and shape of an input or output of float32; a dimension without a number is a name for a dynamic one.</summary>
internal sealed class OnnxValue(string name, string dynamicDimension, IReadOnlyList<long> rest) : OnnxMessage
{
    protected override void WriteTo(CodedOutputStream output)
    {
        WriteText(output, 1, name);
        WriteMessage(output, 2, new TypeMessage(dynamicDimension, rest));
    }

    /// <summary>TypeProto with a tensor_type.</summary>
    private sealed class TypeMessage(string dynamicDimension, IReadOnlyList<long> rest) : OnnxMessage
    {
        protected override void WriteTo(CodedOutputStream output) => WriteMessage(output, 1, new TensorTypeMessage(dynamicDimension, rest));
    }

    /// <summary>TypeProto.Tensor.</summary>
    private sealed class TensorTypeMessage(string dynamicDimension, IReadOnlyList<long> rest) : OnnxMessage
    {
        protected override void WriteTo(CodedOutputStream output)
        {
            WriteNumber(output, 1, (long)OnnxElementType.Float);
            WriteMessage(output, 2, new ShapeMessage(dynamicDimension, rest));
        }
    }

    /// <summary>TensorShapeProto.</summary>
    private sealed class ShapeMessage(string dynamicDimension, IReadOnlyList<long> rest) : OnnxMessage
    {
        protected override void WriteTo(CodedOutputStream output)
        {
            WriteMessage(output, 1, new DimensionMessage(dynamicDimension, 0));
            WriteMessages(output, 1, rest.Select(size => new DimensionMessage(null, size)));
        }
    }

    /// <summary>TensorShapeProto.Dimension: a size, or the name of a dynamic one.</summary>
    private sealed class DimensionMessage(string? name, long size) : OnnxMessage
    {
        protected override void WriteTo(CodedOutputStream output)
        {
            if (name is null)
                WriteNumber(output, 1, size);
            else
                WriteText(output, 2, name);
        }
    }
}
