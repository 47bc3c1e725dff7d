using System.Security.Cryptography;
using Survey.Experiments.Specification;

namespace Survey.Models.Tests.Support;

/// <summary>
/// A dataset in MNIST's format that is learned within seconds: every class has its own pattern of bright blocks, in noise. The same bytes every time.
/// </summary>
internal static class SyntheticDigits
{
    public const int Classes = 10;
    public const int Side = 28;

    public const string TrainImages = "train-images";
    public const string TrainLabels = "train-labels";
    public const string TestImages = "test-images";
    public const string TestLabels = "test-labels";

    private const int Block = 7;

    /// <summary>The four files by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files(int train = 640, int test = 200)
    {
        var random = new Random(7);
        var (trainPixels, trainClasses) = Draw(train, random);
        var (testPixels, testClasses) = Draw(test, random);
        return new Dictionary<string, byte[]>
        {
            [TrainImages] = Idx.Of(trainPixels, train, Side, Side),
            [TrainLabels] = Idx.Of(trainClasses, train),
            [TestImages] = Idx.Of(testPixels, test, Side, Side),
            [TestLabels] = Idx.Of(testClasses, test),
        };
    }

    /// <summary>The specification with the files' digests.</summary>
    public static DatasetSpec Spec(IReadOnlyDictionary<string, byte[]> files, params IReadOnlyList<MirrorSpec> mirrors) => new()
    {
        Files = new Dictionary<string, DatasetFileSpec>
        {
            [TrainImages] = Entry(DatasetRole.TrainImages, files[TrainImages]),
            [TrainLabels] = Entry(DatasetRole.TrainLabels, files[TrainLabels]),
            [TestImages] = Entry(DatasetRole.TestImages, files[TestImages]),
            [TestLabels] = Entry(DatasetRole.TestLabels, files[TestLabels]),
        },
        Mirrors = mirrors,
    };

    /// <summary>Lays the files into a folder.</summary>
    public static void Write(IReadOnlyDictionary<string, byte[]> files, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, content) in files)
            File.WriteAllBytes(Path.Combine(folder, name), content);
    }

    private static DatasetFileSpec Entry(DatasetRole role, byte[] content) => new() { Role = role, Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)) };

    private static (byte[] Pixels, byte[] Labels) Draw(int count, Random random)
    {
        var pixels = new byte[count * Side * Side];
        var labels = new byte[count];
        for (var image = 0; image < count; image++)
        {
            labels[image] = (byte)(image % Classes);
            for (var pixel = 0; pixel < Side * Side; pixel++)
            {
                var block = (pixel / Side / Block * (Side / Block)) + (pixel % Side / Block);
                var isBright = (block * 7 % 16) <= labels[image];
                pixels[(image * Side * Side) + pixel] = (byte)(random.Next(64) + (isBright ? 160 : 0));
            }
        }

        return (pixels, labels);
    }
}
