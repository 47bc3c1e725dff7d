using Survey.Experiments.Specification;
using Survey.Models.Data;

namespace Survey.Models.Tests;

public sealed class EveryImageTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("survey-every-");

    private static readonly DatasetSpec Spec = new()
    {
        Mirrors = [],
        Files = new Dictionary<string, DatasetFileSpec>
        {
            ["train"] = new() { Role = DatasetRole.TrainImages, Sha256 = "" },
            ["test"] = new() { Role = DatasetRole.TestImages, Sha256 = "" },
        },
    };

    [Fact]
    public void In_PutsTestImagesFirst_ThenTheOthers()
    {
        Write("train", 3, first: 10);
        Write("test", 2, first: 1);

        var every = IdxFile.Read(EveryImage.In(Spec, folder.FullName)!);

        Assert.Equal([5, 1, 2], every.Dimensions);
        Assert.Equal([1, 2, 3, 4, 10, 11, 12, 13, 14, 15], every.Values);
    }

    [Fact]
    public void In_WritesItAgain_WhenItWasCutShort()
    {
        Write("train", 3, first: 10);
        Write("test", 2, first: 1);
        var path = EveryImage.In(Spec, folder.FullName)!;
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);

        Assert.Equal([5, 1, 2], IdxFile.Read(EveryImage.In(Spec, folder.FullName)!).Dimensions);
    }

    [Fact]
    public void In_IsNothing_WhenThereAreOnlyTestImages()
    {
        Write("test", 2, first: 1);

        Assert.Null(EveryImage.In(Spec, folder.FullName));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private void Write(string name, byte count, byte first)
    {
        byte[] header = [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 1, 0, 0, 0, 2];
        File.WriteAllBytes(Path.Combine(folder.FullName, name), [.. header, .. Enumerable.Range(first, count * 2).Select(value => (byte)value)]);
    }
}
