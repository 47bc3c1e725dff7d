using Survey.Models.Onnx;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Onnx;

/// <summary>Bring your own model: whatever ONNX file with one image input, not only those written here.</summary>
[Collection(TorchCollection.Name)]
public sealed class OnnxImporterTests(TrainedDigits digits) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private ModelFolder Files => new(folder.File("model"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ImportAsync_MeasuresTheModel_WhenItWasExportedHere()
    {
        var record = await ImportAsync(digits.Files.Onnx);

        Assert.Equal(ModelOrigin.Brought, record.Origin);
        Assert.Equal(digits.Training.Accuracy, record.Verification.Accuracy);
        Assert.Equal(digits.Export.Verification.PredictionHash, record.Verification.PredictionHash);
        Assert.Equal(await File.ReadAllBytesAsync(digits.Files.Onnx, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Files.Onnx, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("tiny")]
    [InlineData("tiny-uint8")]
    [InlineData("tiny-batch-of-four")]
    [InlineData("tiny-open-classes")]
    public async Task ImportAsync_TakesIt_WhenItHasOneImageInput(string name)
    {
        var record = await ImportAsync(Fixture(name));

        Assert.Equal(200, record.Verification.Images);
        Assert.NotNull(record.Verification.PredictionHash);
    }

    [Fact]
    public async Task ImportAsync_NamesBothSizes_WhenImagesAreOthers()
    {
        var exception = await Assert.ThrowsAsync<ModelException>(() => ImportAsync(Fixture("tiny-colour")));

        Assert.Contains("the dataset's have 28 x 28 grey pixels", exception.Message);
        Assert.False(File.Exists(Files.Onnx));
    }

    [Fact]
    public async Task ImportAsync_NamesTheFile_WhenItDoesNotExist()
    {
        var exception = await Assert.ThrowsAsync<ModelException>(() => ImportAsync(folder.File("none.onnx")));

        Assert.Equal($"The model '{folder.File("none.onnx")}' does not exist.", exception.Message);
    }

    [Fact]
    public async Task ImportAsync_Refuses_WhenTheFileIsNoModel()
    {
        var exception = await Assert.ThrowsAsync<ModelException>(() => ImportAsync(folder.Write("no.onnx", [1, 2, 3])));

        Assert.StartsWith("'no.onnx' is no model that ONNX Runtime can load", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_TellsTheReason_WhenTheReferenceCheckerRefuses()
    {
        var checker = new OnnxChecker(OnnxChecker.SystemPython);
        Assert.SkipUnless(digits.Export.Checker.Outcome == CheckerOutcome.Passed, digits.Export.Checker.Detail);
        var content = await File.ReadAllBytesAsync(digits.Files.Onnx, TestContext.Current.CancellationToken);
        // "Relu" is an operator of the format, "Rulu" is none.
        "Rulu"u8.CopyTo(content.AsSpan(content.AsSpan().IndexOf("Relu"u8)));

        var exception = await Assert.ThrowsAsync<ModelException>(() => checker.CheckAsync(folder.Write("refused.onnx", content), TestContext.Current.CancellationToken));

        Assert.StartsWith("onnx.checker refuses 'refused.onnx'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckAsync_SaysThatItDidNotRun_WhenThereIsNoPython()
    {
        var record = await new OnnxChecker("/nowhere/python3").CheckAsync(digits.Files.Onnx, TestContext.Current.CancellationToken);

        Assert.Equal(new CheckerRecord(CheckerOutcome.NotRun, "/nowhere/python3 does not exist."), record);
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Fixtures", $"{name}.onnx");

    private Task<ExportRecord> ImportAsync(string onnx) =>
        new OnnxImporter(TimeProvider.System).ImportAsync("mine", onnx, digits.Dataset, digits.Data, Files, digits.Events, TestContext.Current.CancellationToken);
}
