namespace Survey.Models.Onnx;

/// <summary>TensorProto.DataType.</summary>
internal enum OnnxElementType
{
    Float = 1,
    Int64 = 7,
}
