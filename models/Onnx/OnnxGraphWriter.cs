using Survey.Models.Training;

namespace Survey.Models.Onnx;

/// <summary>Turns a trained network into an ONNX file that takes plain pixels.</summary>
internal static class OnnxGraphWriter
{
    /// <summary>Name of the graph's input: float32 [N, 1, height, width], pixels 0 to 1.</summary>
    public const string Input = "input";

    private const string BatchDimension = "N";

    /// <summary>Name of the graph's output: <c>logits</c> [N, classes], or <c>error</c> [N, 1].</summary>
    public static string OutputOf(Objective objective) => objective == Objective.Classification ? "logits" : "error";

    /// <exception cref="ModelException">A layer cannot be written; the message names it.</exception>
    public static OnnxFile Write(string name, TrainedNetwork network, ImageShape image, IReadOnlyDictionary<string, string> metadata)
    {
        var graph = new GraphBuilder(Input);
        if (network.Architecture.Normalisation is { } normalisation)
            AppendNormalisation(graph, normalisation);
        foreach (var (layer, module) in network.Layers.named_children())
            LayerWriters.Write(graph, layer, module);
        if (network.Architecture.Objective == Objective.Reconstruction)
            AppendError(graph);

        var output = OutputOf(network.Architecture.Objective);
        graph.End(output);
        var width = network.Architecture.Objective == Objective.Classification ? image.Classes : 1;
        return new OnnxFile(
            new OnnxGraph(name, new OnnxValue(Input, BatchDimension, [1, image.Height, image.Width]), new OnnxValue(output, BatchDimension, [width]), graph.Nodes, graph.Constants),
            metadata);
    }

    private static void AppendNormalisation(GraphBuilder graph, Normalisation normalisation)
    {
        graph.Append("subtract_mean", "Sub", [graph.Constant(OnnxTensor.Of("mean", normalisation.Mean))]);
        graph.Append("divide_by_deviation", "Div", [graph.Constant(OnnxTensor.Of("standard_deviation", normalisation.StandardDeviation))]);
    }

    /// <summary>The mean squared difference between reconstruction and input, per image.</summary>
    private static void AppendError(GraphBuilder graph)
    {
        var reconstruction = graph.Current;
        graph.Current = Input;
        graph.Append("pixels", "Flatten", [], new OnnxAttribute("axis", 1));
        graph.Append("difference", "Sub", [reconstruction]);
        graph.Append("square", "Mul", [graph.Current]);
        graph.Append("mean_square", "ReduceMean", [], new OnnxAttribute("axes", [1L]), new OnnxAttribute("keepdims", 1));
    }
}
