using System.Buffers.Binary;
using Scriban.Runtime;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>The images of an IDX file (http://yann.lecun.com/exdb/mnist, unsigned bytes, three dimensions), slice by slice.</summary>
internal sealed class StepInputs(FileArtifact file, int count)
{
    private const int HeaderBytes = 16;
    private const int UnsignedBytesIn3Dimensions = 0x803;

    /// <summary>How many images are to be predicted.</summary>
    internal int Count => count;

    /// <summary>The slices of at most <paramref name="size"/> images, as the variable <c>batch</c>.</summary>
    internal IEnumerable<ScriptObject> Slices(int size)
    {
        using var stream = File.OpenRead(file.Path);
        var header = new byte[HeaderBytes];
        stream.ReadExactly(header);
        if (BinaryPrimitives.ReadInt32BigEndian(header) != UnsignedBytesIn3Dimensions)
            throw new NetworkException(NetworkErrorKind.Rejected, $"'{file.Path}' is no IDX file of images. Steps with forEach need one.");

        var rows = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8));
        var columns = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(12));
        for (var first = 0; first < count; first += size)
        {
            var images = Math.Min(size, count - first);
            var bytes = new byte[images * rows * columns];
            stream.ReadExactly(bytes);
            yield return new ScriptObject
            {
                ["index"] = first / size,
                ["first"] = first,
                ["count"] = images,
                ["rows"] = rows,
                ["columns"] = columns,
                ["pixels"] = Array.ConvertAll(bytes, pixel => pixel / 255f),
                ["base64"] = Convert.ToBase64String(bytes),
            };
        }
    }
}
