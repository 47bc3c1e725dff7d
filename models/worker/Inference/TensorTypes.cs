using Microsoft.ML.OnnxRuntime.Tensors;

namespace Survey.Worker.Inference;

/// <summary>The element types the worker understands, and their names in the Open Inference Protocol.</summary>
internal static class TensorTypes
{
    public static TensorElementType OfInput(TensorElementType type) => type is TensorElementType.Float or TensorElementType.UInt8
        ? type
        : throw new WorkerException(ExitCode.BadModel, $"The model's input is {type}; the worker feeds float32 or uint8 pixels.");

    public static string ProtocolName(TensorElementType type) => type == TensorElementType.UInt8 ? "UINT8" : "FP32";
}
