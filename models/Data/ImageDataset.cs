using Survey.Experiments.Specification;

namespace Survey.Models.Data;

/// <summary>A dataset in memory.</summary>
/// <param name="Name">Name in experiments.yaml.</param>
/// <param name="Digest">SHA-256 over the files' names and digests: one value for the whole dataset.</param>
/// <param name="Train">What is trained on.</param>
/// <param name="Test">What is tested on; also the workload.</param>
public sealed record ImageDataset(string Name, string Digest, LabelledImages Train, LabelledImages Test)
{
    /// <summary>The number of classes: one more than the largest label.</summary>
    public int Classes { get; } = Train.Labels.Concat(Test.Labels).DefaultIfEmpty((byte)0).Max() + 1;

    /// <summary>Reads the files that <see cref="DatasetStore"/> laid into <paramref name="folder"/>.</summary>
    /// <exception cref="ModelException">A file is missing or is not what its role says.</exception>
    public static ImageDataset Load(string name, DatasetSpec spec, string folder) => new(
        name,
        DigestOf(spec),
        Read(name, spec, folder, DatasetRole.TrainImages, DatasetRole.TrainLabels) ?? throw new ModelException($"Dataset '{name}' has no file with the role train-images."),
        LoadTest(name, spec, folder));

    /// <summary>Reads only the test images with their labels.</summary>
    public static LabelledImages LoadTest(string name, DatasetSpec spec, string folder) =>
        Read(name, spec, folder, DatasetRole.TestImages, DatasetRole.TestLabels) ?? throw new ModelException($"Dataset '{name}' has no file with the role test-images.");

    /// <summary>One digest for the whole dataset.</summary>
    public static string DigestOf(DatasetSpec spec) => Digests.Sha256(System.Text.Encoding.UTF8.GetBytes(string.Join('\n',
        spec.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{file.Value.Sha256}  {file.Key}"))));

    private static LabelledImages? Read(string name, DatasetSpec spec, string folder, DatasetRole imageRole, DatasetRole labelRole)
    {
        if (FileOf(spec, imageRole) is not { } imageFile)
            return null;
        var images = ReadFile(name, folder, imageFile);
        if (images.Dimensions is not [var count, var height, var width])
            throw new ModelException($"'{imageFile}' has {images.Dimensions.Count} dimensions; images have three: count, height, width.");

        var labels = FileOf(spec, labelRole) is { } labelFile ? ReadFile(name, folder, labelFile).Values : [];
        return labels.Length == 0 || labels.Length == count
            ? new LabelledImages(images.Values, labels, height, width)
            : throw new ModelException($"Dataset '{name}' has {count:N0} {imageRole} and {labels.Length:N0} {labelRole}.");
    }

    private static string? FileOf(DatasetSpec spec, DatasetRole role) =>
        spec.Files.OrderBy(file => file.Key, StringComparer.Ordinal).FirstOrDefault(file => file.Value.Role == role).Key;

    private static IdxFile ReadFile(string name, string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? IdxFile.Read(path) : throw new ModelException($"Dataset '{name}' lacks '{path}'; run the target Data first.");
    }
}
