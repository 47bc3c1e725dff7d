namespace Survey.Models.Onnx;

/// <summary>Chains operators: each takes what the one before gave.</summary>
internal sealed class GraphBuilder(string input)
{
    private readonly List<OnnxNode> nodes = [];
    private readonly List<OnnxTensor> constants = [];

    public IReadOnlyList<OnnxNode> Nodes => nodes;

    public IReadOnlyList<OnnxTensor> Constants => constants;

    /// <summary>The value that the next operator takes.</summary>
    public string Current { get; set; } = input;

    /// <summary>Appends an operator on <see cref="Current"/> and further values.</summary>
    /// <param name="name">Name of the operator; its result is called the same with <c>_out</c>.</param>
    /// <param name="operation">The ONNX operator.</param>
    /// <param name="others">Further inputs after the current value.</param>
    /// <param name="attributes">Attributes of the operator.</param>
    public void Append(string name, string operation, IEnumerable<string> others, params IReadOnlyList<OnnxAttribute> attributes)
    {
        var node = new OnnxNode(name, operation, [Current, .. others], $"{name}_out", attributes);
        nodes.Add(node);
        Current = node.Output;
    }

    /// <summary>Adds a constant and gives its name.</summary>
    public string Constant(OnnxTensor tensor)
    {
        constants.Add(tensor);
        return tensor.Name;
    }

    /// <summary>Gives the last operator's result the name of the graph's output.</summary>
    public void End(string output)
    {
        if (nodes.Count == 0)
            throw new ModelException("A network without layers cannot be exported.");
        nodes[^1] = nodes[^1].WithOutput(output);
        Current = output;
    }
}
