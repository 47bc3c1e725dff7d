using Survey.Experiments.Measuring;
using Survey.Models.Data;
using Survey.Models.Onnx;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Node;

/// <summary>The exported file in ONNX Runtime from another language.</summary>
[Collection(TorchCollection.Name)]
public sealed class NodeTests(TrainedDigits digits, NodeFixture node) : IClassFixture<NodeFixture>, IDisposable
{
    private const int Images = 10_000;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Node_GivesTheSamePredictions_WhenItRunsTheExportedFile()
    {
        var idx = SyntheticDigits.Files(train: 10, test: Images)[SyntheticDigits.TestImages];

        var found = await node.PredictAsync(digits.Files.Onnx, folder.Write("images", idx));

        Assert.Equal(Predict(digits.Files.Onnx, folder.File("images")), found);
        Assert.Equal(SyntheticDigits.Classes, found.Distinct().Count());
    }

    /// <summary>The survey's own model over MNIST, as the last export verified it.</summary>
    [Fact]
    public async Task Node_GivesTheVerifiedPredictions_WhenTheModelOfTheSurveyWasExported()
    {
        var model = new ModelFolder(Repository.PathOf("artifacts", "models", "cnn"));
        var images = Repository.PathOf("artifacts", "data", "mnist", "t10k-images-idx3-ubyte");
        Assert.SkipUnless(File.Exists(model.Export) && File.Exists(images), "The survey's model has not been exported yet (./build.sh --target=Export).");
        var export = ModelJson.Read<ExportRecord>(model.Export, OnnxExporter.Stage);

        var found = await node.PredictAsync(model.Onnx, images);

        Assert.Equal(Images, found.Length);
        Assert.Equal(export.Verification.PredictionHash, PredictionRecord.HashOf(found));
    }

    private static int[] Predict(string onnx, string images)
    {
        var idx = IdxFile.Read(images);
        using var model = InferenceModel.Load(File.ReadAllBytes(onnx), "model.onnx");
        return [.. model.Run(new LabelledImages(idx.Values, [], SyntheticDigits.Side, SyntheticDigits.Side), TestContext.Current.CancellationToken)
            .Select(scores => Array.IndexOf(scores, scores.Max()))];
    }
}
