using System.Globalization;
using Survey.Models.Tests.Support;

namespace Survey.Models.Tests.Training;

[Collection(TorchCollection.Name)]
public sealed class ModelCardTests(TrainedDigits digits)
{
    private string Card => File.ReadAllText(digits.Files.Card);

    [Fact]
    public void Card_BeginsWithMetadata_AsHuggingFaceReadsIt()
    {
        var (metadata, _) = Split();
        var spec = new YamlDotNet.Serialization.DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(metadata);

        Assert.Equal("mit", spec["license"]);
        Assert.Equal("image-classification", spec["pipeline_tag"]);
        Assert.Equal(new object[] { "synthetic" }, spec["datasets"]);
        var model = Assert.IsType<Dictionary<object, object>>(Assert.Single((List<object>)spec["model-index"]));
        var result = (Dictionary<object, object>)((List<object>)model["results"])[0];
        var metric = (Dictionary<object, object>)((List<object>)result["metrics"])[0];
        Assert.Equal("accuracy", metric["type"]);
        Assert.Equal(digits.Training.Accuracy, double.Parse((string)metric["value"], CultureInfo.InvariantCulture), 0.00005);
    }

    [Fact]
    public void Card_TellsDataArchitectureAndOrigin_WhenRendered()
    {
        var (_, text) = Split();

        Assert.Contains("640 training images and 200 test images", text);
        Assert.Contains(digits.Training.Dataset.Digest, text);
        Assert.Contains("184,586 parameters", text);
        Assert.Contains("subtracts 0.1307 and divides by 0.3081", text);
        Assert.Contains("| conv2 | Conv2d | 64 x 32 x 5 x 5, 64 |", text);
        Assert.Contains("Adam with learning rate 0.001, batches of 64, 2 epochs, seed 42, 1 thread.", text);
        Assert.Contains(digits.Training.Weights.Sha256, text);
        Assert.Contains(digits.Training.Environment.LibTorch, text);
    }

    [Fact]
    public void Card_ShowsMetricsAndConfusion_ForEveryClass()
    {
        var rows = Split().Text.Split('\n');

        foreach (var metrics in digits.Training.Classification!.Classes)
        {
            Assert.Contains(rows, row => row.StartsWith($"| {metrics.Label} | ", StringComparison.Ordinal) && row.EndsWith(" | 20 |", StringComparison.Ordinal));
            Assert.Contains($"| **{metrics.Label}** | {string.Join(" | ", digits.Training.Classification.Confusion[metrics.Label])} |", rows);
        }
    }

    [Fact]
    public void Card_HasUnixLineEndings_Always() => Assert.DoesNotContain('\r', Card);

    private (string Metadata, string Text) Split()
    {
        var parts = Card.Split("---\n", 3);
        Assert.Equal("", parts[0]);
        return (parts[1], parts[2]);
    }
}
