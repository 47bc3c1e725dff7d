using Survey.Models.Data;
using Survey.Models.Onnx;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Onnx;

[Collection(TorchCollection.Name)]
public sealed class ModelVerifierTests(TrainedDigits digits)
{
    private LabelledImages Images => digits.Test;

    [Fact]
    public void Compare_GivesTheLargestDifference_WhenScoresAreClose()
    {
        using var model = Load(File.ReadAllBytes(digits.Files.Onnx));
        var expected = Scores(model);
        expected[17][3] += 5e-5f;

        var record = ModelVerifier.Compare(model, Images, expected, NullEvents, TestContext.Current.CancellationToken);

        Assert.Equal(5e-5, record.LargestDifference!.Value, 1e-5);
        Assert.Equal(1e-4, record.Tolerance);
    }

    [Fact]
    public void Compare_NamesTheDifference_WhenAScoreIsFartherOff()
    {
        using var model = Load(File.ReadAllBytes(digits.Files.Onnx));
        var expected = Scores(model);
        expected[17][Array.IndexOf(expected[17], expected[17].Max())] += 0.01f;

        var exception = Assert.Throws<ModelException>(() => ModelVerifier.Compare(model, Images, expected, NullEvents, TestContext.Current.CancellationToken));

        Assert.Matches(@"a score differs by (1\.0e-2|9\.\de-3), allowed are 1\.0e-4", exception.Message);
    }

    [Fact]
    public void Compare_NamesTheImage_WhenAPredictionDiffers()
    {
        using var model = Load(File.ReadAllBytes(digits.Files.Onnx));
        var expected = Scores(model);
        var (wanted, found) = (Array.IndexOf(expected[17], expected[17].Min()), Array.IndexOf(expected[17], expected[17].Max()));
        expected[17][wanted] = expected[17][found] + 1e-5f;

        var exception = Assert.Throws<ModelException>(() => ModelVerifier.Compare(model, Images, expected, NullEvents, TestContext.Current.CancellationToken));

        Assert.Contains($"for test image 17 it predicts {found} instead of {wanted}", exception.Message);
    }

    [Fact]
    public void Compare_Fails_WhenTheGraphIsCorrupted()
    {
        using var whole = Load(File.ReadAllBytes(digits.Files.Onnx));
        var content = File.ReadAllBytes(digits.Files.Onnx);
        // The little-endian bytes of the normalisation's deviation, 0.3081: another one gives other scores.
        var at = content.AsSpan().IndexOf(BitConverter.GetBytes(0.3081f));
        BitConverter.GetBytes(0.5f).CopyTo(content, at);
        using var corrupted = Load(content);

        Assert.Throws<ModelException>(() => ModelVerifier.Compare(corrupted, Images, Scores(whole), NullEvents, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Measure_Refuses_WhenTheModelAnswersNotANumber()
    {
        var content = File.ReadAllBytes(digits.Files.Onnx);
        BitConverter.GetBytes(float.NaN).CopyTo(content, content.AsSpan().IndexOf(BitConverter.GetBytes(0.3081f)));
        using var model = Load(content);

        var exception = Assert.Throws<ModelException>(() => ModelVerifier.Measure(model, Images, NullEvents, TestContext.Current.CancellationToken));

        Assert.Contains("not a number", exception.Message);
    }

    [Fact]
    public void Load_SaysThatItIsNoModel_WhenTheFileIsCutOff()
    {
        var content = File.ReadAllBytes(digits.Files.Onnx);

        var exception = Assert.Throws<ModelException>(() => Load(content[..(content.Length / 2)]));

        Assert.StartsWith("'model.onnx' is no model that ONNX Runtime can load", exception.Message, StringComparison.Ordinal);
    }

    private static Action<int> NullEvents => _ => { };

    private static InferenceModel Load(byte[] content) => InferenceModel.Load(content, "model.onnx");

    private List<float[]> Scores(InferenceModel model) => [.. model.Run(Images, TestContext.Current.CancellationToken)];
}
