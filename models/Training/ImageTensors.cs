using Survey.Models.Data;
using static TorchSharp.torch;

namespace Survey.Models.Training;

/// <summary>Images and labels as tensors: pixels stay bytes until a batch is taken, a quarter of the memory.</summary>
internal sealed class ImageTensors : IDisposable
{
    private readonly Tensor pixels;
    private readonly Tensor labels;

    public ImageTensors(LabelledImages images)
    {
        Count = images.Count;
        pixels = tensor(images.Pixels, [images.Count, 1, images.Height, images.Width], ScalarType.Byte).DetachFromDisposeScope();
        labels = tensor(Array.ConvertAll(images.Labels, label => (long)label), ScalarType.Int64).DetachFromDisposeScope();
    }

    public int Count { get; }

    /// <summary>Pixels 0 to 1 and labels of the images with these numbers; belongs to the current dispose scope.</summary>
    public (Tensor Pixels, Tensor Labels) Take(long[] numbers)
    {
        var index = tensor(numbers);
        return (pixels.index_select(0, index).to(ScalarType.Float32).div_(255), labels.numel() == 0 ? labels : labels.index_select(0, index));
    }

    /// <summary>Consecutive batches of all images.</summary>
    public IEnumerable<long[]> Batches(int size) => Enumerable.Range(0, Count).Select(number => (long)number).Chunk(size);

    public void Dispose()
    {
        pixels.Dispose();
        labels.Dispose();
    }
}
