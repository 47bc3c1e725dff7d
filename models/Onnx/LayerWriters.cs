using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Survey.Models.Onnx;

/// <summary>Writes each supported kind of layer as ONNX operators of opset 17.</summary>
internal static class LayerWriters
{
    /// <exception cref="ModelException">The layer, or a setting of it, has no writer here.</exception>
    public static void Write(GraphBuilder graph, string name, nn.Module layer)
    {
        switch (layer)
        {
            case Conv2d convolution:
                WriteConvolution(graph, name, convolution);
                break;
            case MaxPool2d pool:
                WritePool(graph, name, pool);
                break;
            case Linear linear:
                graph.Append(name, "Gemm", Parameters(graph, name, linear), new OnnxAttribute("transB", 1));
                break;
            case Flatten { start_dim: 1, end_dim: -1 }:
                graph.Append(name, "Flatten", [], new OnnxAttribute("axis", 1));
                break;
            case ReLU:
                graph.Append(name, "Relu", []);
                break;
            case Sigmoid:
                graph.Append(name, "Sigmoid", []);
                break;
            case Tanh:
                graph.Append(name, "Tanh", []);
                break;
            case Dropout or Dropout2d:
                // Does nothing once trained.
                break;
            default:
                throw Unsupported(name, layer, "this kind of layer");
        }
    }

    private static void WriteConvolution(GraphBuilder graph, string name, Conv2d layer)
    {
        if (layer.padding_type is not null || layer.padding_mode != PaddingModes.Zeros)
            throw Unsupported(name, layer, "a padding other than zeros of a given width");
        graph.Append(
            name,
            "Conv",
            Parameters(graph, name, layer),
            new OnnxAttribute("kernel_shape", layer.kernel_size),
            new OnnxAttribute("strides", layer.stride),
            new OnnxAttribute("pads", BothSides(Pair(layer.padding, [0, 0]))),
            new OnnxAttribute("dilations", layer.dilation),
            new OnnxAttribute("group", layer.groups));
    }

    private static void WritePool(GraphBuilder graph, string name, MaxPool2d layer)
    {
        // TorchSharp leaves out what was not given: the stride is the kernel's size, the rest is torch's default.
        var kernel = Pair(layer.kernel_size, []);
        graph.Append(
            name,
            "MaxPool",
            [],
            new OnnxAttribute("kernel_shape", kernel),
            new OnnxAttribute("strides", Pair(layer.stride, kernel)),
            new OnnxAttribute("pads", BothSides(Pair(layer.padding, [0, 0]))),
            new OnnxAttribute("dilations", Pair(layer.dilation, [1, 1])),
            new OnnxAttribute("ceil_mode", layer.ceil_mode ? 1 : 0));
    }

    /// <summary>Weight and bias as constants under their own names.</summary>
    private static string[] Parameters(GraphBuilder graph, string name, nn.Module layer) => [.. layer.named_parameters().Select(item =>
        graph.Constant(OnnxTensor.Of($"{name}.{item.name}", item.parameter.shape, [.. item.parameter.data<float>()])))];

    private static long[] Pair(long[]? given, long[] otherwise) => given switch
    {
        null or [] => otherwise,
        [var both] => [both, both],
        _ => given,
    };

    /// <summary>ONNX wants the begin of every axis, then the end of every axis.</summary>
    private static long[] BothSides(long[] padding) => [.. padding, .. padding];

    private static ModelException Unsupported(string name, nn.Module layer, string what) =>
        new($"Layer '{name}' ({layer.GetName()}) cannot be exported to ONNX: {what} has no writer. Use another layer, or export the model yourself and bring it with models.<name>.onnx.");
}
