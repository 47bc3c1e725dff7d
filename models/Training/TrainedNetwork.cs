using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Survey.Models.Training;

/// <summary>A network with its normalisation: takes plain pixels 0 to 1, as the exported graph does.</summary>
internal sealed class TrainedNetwork(Architecture architecture, Sequential layers) : IDisposable
{
    private readonly nn.Module<Tensor, Tensor>[] order = InOrder(layers);

    public Architecture Architecture => architecture;

    public Sequential Layers => layers;

    public long Parameters => layers.parameters().Sum(parameter => parameter.numel());

    /// <summary>Logits, or the flattened reconstruction.</summary>
    public Tensor Forward(Tensor pixels)
    {
        var normal = architecture.Normalisation is { } normalisation ? pixels.sub(normalisation.Mean).div_(normalisation.StandardDeviation) : pixels;
        return order.Aggregate(ChannelsLast(normal), (values, layer) => layer.forward(values));
    }

    /// <summary>What the exported graph answers: logits [N, classes], or the mean squared error of the reconstruction [N, 1].</summary>
    public Tensor Answer(Tensor pixels) => architecture.Objective == Objective.Classification
        ? Forward(pixels)
        : Forward(pixels).sub(pixels.flatten(1)).square().mean([1], keepdim: true);

    /// <summary>The parameters by name, in order of the layers.</summary>
    public IReadOnlyList<NamedTensor> ReadWeights() => [.. layers.named_parameters().Select(item =>
        new NamedTensor(item.name, [.. item.parameter.shape], [.. item.parameter.data<float>()]))];

    /// <summary>Takes parameters read from a file.</summary>
    /// <exception cref="ModelException">They belong to another architecture.</exception>
    public void WriteWeights(IReadOnlyList<NamedTensor> weights)
    {
        var byName = weights.ToDictionary(weight => weight.Name);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (name, parameter) in layers.named_parameters())
        {
            if (!byName.Remove(name, out var weight) || !weight.Shape.SequenceEqual(parameter.shape))
                throw new ModelException($"The weights have no '{name}' of shape [{string.Join(", ", parameter.shape)}]; they belong to another architecture than '{architecture.Name}'.");
            parameter.copy_(tensor(weight.Values, weight.Shape));
        }

        if (byName.Count > 0)
            throw new ModelException($"The weights hold '{byName.Keys.First()}', which the architecture '{architecture.Name}' does not have.");
    }

    public void Dispose() => layers.Dispose();

    /// <summary>
    /// The layers as they are run: a ReLU in front of a max pool comes after it. The highest of several is the same before and after, and so
    /// are the gradients, but a quarter of the numbers is left to look at.
    /// </summary>
    private static nn.Module<Tensor, Tensor>[] InOrder(Sequential layers)
    {
        var order = layers.children().Cast<nn.Module<Tensor, Tensor>>().ToArray();
        for (var index = 1; index < order.Length; index++)
        {
            if (order[index - 1] is ReLU && order[index] is MaxPool2d)
                (order[index - 1], order[index]) = (order[index], order[index - 1]);
        }

        return order;
    }

    // Of a single channel both layouts are the same bytes. Strides that say "channels last" are handed on from layer to layer, and
    // convolutions and pools have faster kernels for them.
    private static Tensor ChannelsLast(Tensor grey) => grey.view(grey.shape[0], grey.shape[2], grey.shape[3], 1).permute(0, 3, 1, 2);
}
