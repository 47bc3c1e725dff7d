using Survey.Models.Onnx;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Onnx;

[Collection(TorchCollection.Name)]
public sealed class OnnxExporterTests(TrainedDigits digits)
{
    // ModelProto: ir_version 1, graph 7, opset_import 8, metadata_props 14. GraphProto: node 1. NodeProto: name 3, op_type 4.
    private ProtobufMessage Model => new(File.ReadAllBytes(digits.Files.Onnx));

    [Fact]
    public void ExportAsync_WritesOpset17AndFormat8_Always()
    {
        Assert.Equal(8, Model.Number(1));
        Assert.Equal(17, Model.Message(8).Number(2));
    }

    [Fact]
    public void ExportAsync_NamesInputAndOutput_WithADynamicNumberOfImages()
    {
        Assert.Equal(("input", "float", "N 1 28 28"), Describe(digits.Export.Input));
        Assert.Equal(("logits", "float", "N 10"), Describe(digits.Export.Output));
    }

    [Fact]
    public void ExportAsync_WritesTheNormalisationAndEveryLayer_InOrder()
    {
        var nodes = Model.Message(7).Messages(1).ToArray();

        Assert.Equal(["Sub", "Div", "Conv", "Relu", "MaxPool", "Conv", "Relu", "MaxPool", "Flatten", "Gemm", "Relu", "Gemm"], nodes.Select(node => node.Text(4)));
        Assert.All(nodes, node => Assert.NotEmpty(node.Text(3)));
        Assert.Equal(nodes.Length, nodes.Select(node => node.Text(3)).Distinct().Count());
    }

    [Fact]
    public void ExportAsync_WritesWhereTheModelComesFrom_AsMetadata()
    {
        var metadata = Model.Messages(14).ToDictionary(entry => entry.Text(1), entry => entry.Text(2));

        Assert.Equal(digits.Training.Dataset.Digest, metadata["dataset_sha256"]);
        Assert.Equal(digits.Training.Weights.Sha256, metadata["weights_sha256"]);
        Assert.Equal(digits.Training.Accuracy.ToString(System.Globalization.CultureInfo.InvariantCulture), metadata["accuracy"]);
        Assert.Equal(("42", "2", "64", "Adam", "0.001", "1"), (metadata["seed"], metadata["epochs"], metadata["batch_size"], metadata["optimizer"], metadata["learning_rate"], metadata["threads"]));
        Assert.Equal(metadata, digits.Export.Metadata);
    }

    [Fact]
    public void ExportAsync_FindsTheSamePredictions_WhenOnnxRuntimeRunsTheFile()
    {
        Assert.Equal(200, digits.Export.Verification.Images);
        Assert.Equal(digits.Training.Accuracy, digits.Export.Verification.Accuracy);
        Assert.InRange(digits.Export.Verification.LargestDifference!.Value, 0, 1e-4);
    }

    [Fact]
    public void ExportAsync_AsksTheReferenceChecker_WhereItIsInstalled()
    {
        Assert.SkipUnless(digits.Export.Checker.Outcome == CheckerOutcome.Passed, digits.Export.Checker.Detail);

        Assert.Matches(@"^onnx \d+\.\d+\.\d+, full_check$", digits.Export.Checker.Detail);
    }

    [Fact]
    public void ExportAsync_SaysHowFarItIs_WhileItVerifies()
    {
        var lines = digits.Events.Progress.Where(progress => progress.Subject == OnnxExporter.Stage).ToArray();

        Assert.Contains(lines, line => line.Message.Contains("TorchSharp", StringComparison.Ordinal));
        Assert.Contains(lines, line => (line.Done, line.Total) == (400, 400));
    }

    [Fact]
    public async Task ExportAsync_GivesTheSameBytes_WhenRunAgain()
    {
        var before = await File.ReadAllBytesAsync(digits.Files.Onnx, TestContext.Current.CancellationToken);

        await ExportAsync(digits.Files);

        Assert.Equal(before, await File.ReadAllBytesAsync(digits.Files.Onnx, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ExportAsync_SaysBothDigests_WhenTheWeightsWereChanged()
    {
        using var folder = new TemporaryFolder();
        var files = new ModelFolder(folder.Path);
        File.Copy(digits.Files.Training, files.Training);
        var weights = await File.ReadAllBytesAsync(digits.Files.Weights, TestContext.Current.CancellationToken);
        weights[^1] ^= 1;
        await File.WriteAllBytesAsync(files.Weights, weights, TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<ModelException>(() => ExportAsync(files));

        Assert.Contains(digits.Training.Weights.Sha256, exception.Message);
        Assert.Contains("run the target Train again", exception.Message);
        Assert.False(File.Exists(files.Onnx));
    }

    [Fact]
    public async Task ExportAsync_NamesTheTarget_WhenNothingWasTrained()
    {
        using var folder = new TemporaryFolder();

        var exception = await Assert.ThrowsAsync<ModelException>(() => ExportAsync(new ModelFolder(folder.Path)));

        Assert.Contains("run the target Train first", exception.Message);
    }

    [Fact]
    public async Task ExportAsync_WritesTheError_WhenTheNetworkReconstructs()
    {
        using var folder = new TemporaryFolder();
        var files = new ModelFolder(folder.Path);
        await digits.TrainAsync(TrainedDigits.Spec(epochs: 1, architecture: "autoencoder"), files);

        var record = await ExportAsync(files);

        Assert.Equal(("error", "float", "N 1"), Describe(record.Output));
        Assert.Null(record.Verification.Accuracy);
        Assert.InRange(record.Verification.LargestDifference!.Value, 0, 1e-4);
    }

    private static (string Name, string Type, string Dimensions) Describe(TensorRecord tensor) => (tensor.Name, tensor.Type, string.Join(' ', tensor.Dimensions));

    private Task<ExportRecord> ExportAsync(ModelFolder files) =>
        new OnnxExporter(TimeProvider.System).ExportAsync(TrainedDigits.Model, digits.Dataset, digits.Data, files, digits.Events, TestContext.Current.CancellationToken);
}
