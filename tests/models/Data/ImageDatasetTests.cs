using Survey.Experiments.Specification;
using Survey.Models.Data;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Data;

public sealed class ImageDatasetTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_GivesImagesWithTheirLabels_WhenTheFilesAreThere()
    {
        var files = SyntheticDigits.Files(train: 20, test: 10);
        SyntheticDigits.Write(files, folder.Path);

        var dataset = ImageDataset.Load("synthetic", SyntheticDigits.Spec(files), folder.Path);

        Assert.Equal((20, 10, 10), (dataset.Train.Count, dataset.Test.Count, dataset.Classes));
        Assert.Equal((28, 28), (dataset.Test.Height, dataset.Test.Width));
        Assert.Equal(3, dataset.Train.Labels[3]);
        Assert.Equal(files[SyntheticDigits.TrainImages].AsSpan(16 + 784, 784), dataset.Train.Image(1));
    }

    [Fact]
    public void Load_NamesTheTarget_WhenAFileIsMissing()
    {
        var exception = Assert.Throws<ModelException>(() => ImageDataset.Load("synthetic", SyntheticDigits.Spec(SyntheticDigits.Files(10, 10)), folder.Path));

        Assert.Contains(folder.File("train-images"), exception.Message);
        Assert.Contains("run the target Data first", exception.Message);
    }

    [Fact]
    public void Load_SaysBothNumbers_WhenLabelsAreMissing()
    {
        var files = new Dictionary<string, byte[]>(SyntheticDigits.Files(20, 10)) { [SyntheticDigits.TrainLabels] = Idx.Of(new byte[19], 19) };
        SyntheticDigits.Write(files, folder.Path);

        var exception = Assert.Throws<ModelException>(() => ImageDataset.Load("synthetic", SyntheticDigits.Spec(files), folder.Path));

        Assert.Equal("Dataset 'synthetic' has 20 TrainImages and 19 TrainLabels.", exception.Message);
    }

    [Fact]
    public void Load_NamesTheFile_WhenImagesHaveTwoDimensions()
    {
        var files = new Dictionary<string, byte[]>(SyntheticDigits.Files(20, 10)) { [SyntheticDigits.TrainImages] = Idx.Of(new byte[40], 20, 2) };
        SyntheticDigits.Write(files, folder.Path);

        var exception = Assert.Throws<ModelException>(() => ImageDataset.Load("synthetic", SyntheticDigits.Spec(files), folder.Path));

        Assert.Contains("'train-images' has 2 dimensions", exception.Message);
    }

    [Fact]
    public void DigestOf_Changes_WhenOneFileChanges()
    {
        var files = SyntheticDigits.Files(20, 10);
        var other = new Dictionary<string, byte[]>(files) { [SyntheticDigits.TestLabels] = Idx.Of(new byte[10], 10) };

        Assert.NotEqual(ImageDataset.DigestOf(SyntheticDigits.Spec(files)), ImageDataset.DigestOf(SyntheticDigits.Spec(other)));
        Assert.Equal(ImageDataset.DigestOf(SyntheticDigits.Spec(files)), ImageDataset.DigestOf(SyntheticDigits.Spec(files, new MirrorSpec { Folder = "elsewhere" })));
    }
}
