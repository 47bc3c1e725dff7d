using System.Buffers.Binary;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Models.Data;

/// <summary>
/// One IDX file with all images of a dataset, for workloads larger than its test set: the test images first, so that the first predictions
/// are those of every other workload, then the training images.
/// </summary>
internal static class EveryImage
{
    /// <summary>Its name in the dataset's folder.</summary>
    public const string FileName = "test-then-train-images-idx3-ubyte";

    private const int HeaderBytes = 16;
    private static readonly Lock Writing = new();

    /// <summary>Writes the file unless it is there, and gives its path; null when the dataset has only test images.</summary>
    public static string? In(DatasetSpec spec, string folder)
    {
        string[] paths =
        [
            .. new[] { DatasetRole.TestImages, DatasetRole.TrainImages }
                .SelectMany(role => spec.Files.Where(file => file.Value.Role == role).Take(1)).Select(file => Path.Combine(folder, file.Key)),
        ];
        if (paths.Length < 2 || !paths.All(File.Exists))
            return null;
        var target = Path.Combine(folder, FileName);
        // Experiments look for their inputs side by side.
        lock (Writing)
        {
            if (!File.Exists(target) || new FileInfo(target).Length != paths.Sum(path => new FileInfo(path).Length) - HeaderBytes)
                Write(target, [.. paths.Select(IdxFile.Read)]);
        }

        return target;
    }

    private static void Write(string target, IReadOnlyList<IdxFile> parts)
    {
        var header = new byte[HeaderBytes];
        int[] sizes = [parts.Sum(part => part.Dimensions[0]), parts[0].Dimensions[1], parts[0].Dimensions[2]];
        header[2] = 8;
        header[3] = (byte)sizes.Length;
        for (var dimension = 0; dimension < sizes.Length; dimension++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * dimension)), sizes[dimension]);
        AtomicFile.Write(target, stream =>
        {
            stream.Write(header);
            foreach (var part in parts)
                stream.Write(part.Values);
        });
    }
}
