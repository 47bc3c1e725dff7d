using Xunit;

namespace Survey.Experiments.Tests.Specification;

/// <summary>The exact words people get for the mistakes they make most.</summary>
public sealed class CommonMistakesTests : IDisposable
{
    private readonly YamlFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_FindsNothing_WhenFileIsRight() => Assert.Empty(folder.Findings(YamlFolder.Valid));

    [Theory]
    [InlineData("epochs: 3", "epcohs: 3", "experiments.yaml:10:46: error: models.cnn has no key 'epcohs'. Did you mean 'epochs'?")]
    [InlineData("epochs: 3", "epochs: 0", "experiments.yaml:10:54: error: models.cnn.epochs is '0'; expected a whole number, from 1 to 1000.")]
    [InlineData("epochs: 3", "epochs: three", "experiments.yaml:10:54: error: models.cnn.epochs is 'three'; expected a whole number, from 1 to 1000.")]
    [InlineData("epochs: 3", "epochs: \"3\"", "experiments.yaml:10:54: error: models.cnn.epochs is the text \"3\"; expected a whole number, from 1 to 1000. Remove the quotes.")]
    [InlineData("epochs: 3", "epochs: [3]", "experiments.yaml:10:54: error: models.cnn.epochs is a list; expected a whole number, from 1 to 1000.")]
    [InlineData("epochs: 3", "epochs:", "experiments.yaml:10:54: error: models.cnn.epochs has no value; expected a whole number, from 1 to 1000. Give it a value or remove the key.")]
    [InlineData("architecture: cnn", "architecture: cnm", "experiments.yaml:10:41: error: models.cnn.architecture is 'cnm'; expected one of cnn, perceptron, autoencoder. Did you mean 'cnn'?")]
    [InlineData("dataset: digits", "dataset: digit", "experiments.yaml:10:19: error: models.cnn.dataset is 'digit', which 'datasets' does not have. Did you mean 'digits'?")]
    [InlineData("model: cnn,", "model: resnet,", "experiments.yaml:16:36: error: experiments.first.model is 'resnet', which 'models' does not have. Known: cnn.")]
    [InlineData("network: docker,", "network: dokcer,", "experiments.yaml:16:21: error: experiments.first.network is 'dokcer', which 'networks' does not have. Did you mean 'docker'?")]
    [InlineData("driver: sample", "driver: simple", "experiments.yaml:14:21: error: networks.docker.driver is 'simple', which is no driver of this program. Did you mean 'sample'?")]
    [InlineData("model: cnn,", "", "experiments.yaml:16:10: error: experiments.first lacks 'model'; expected the name of an entry of 'models'.")]
    [InlineData("image: worker }", "image: worker, job: serve }", "experiments.yaml:16:61: error: experiments.first.job is 'serve'; expected one of batch, service. Did you mean 'service'?")]
    [InlineData("image: worker }", "image: worker, limits: { run: 10 } }", "experiments.yaml:16:71: error: experiments.first.limits.run is '10'; expected a duration such as 90s, 10m or 2h, from 1s to 30d.")]
    [InlineData("image: worker }", "image: worker, limits: { budget: 3 } }", "experiments.yaml:16:74: error: experiments.first.limits.budget is '3'; expected an amount with its currency such as '3 OCEAN'.")]
    [InlineData("image: worker }", "image: worker, workload: { images: 2, partitions: 4 } }", "experiments.yaml:16:91: error: experiments.first splits 2 images into 4 partitions; expected one image per partition or more.")]
    [InlineData("sha256: 0000000000000000000000000000000000000000000000000000000000000000", "sha256: abc", "experiments.yaml:4:40: error: datasets.digits.files.a.sha256 is 'abc'; expected a SHA-256 of 64 lower-case hex digits.")]
    [InlineData("role: train-labels", "role: train-images", "experiments.yaml:3:5: error: datasets.digits needs one file with the role train-images; found a and b.")]
    [InlineData("mirrors: [{ npm: digits@1.0.0 }]", "mirrors: [{ npm: digits@1.0.0, folder: x }]", "experiments.yaml:8:15: error: datasets.digits.mirrors[0] has 2 of the keys npm, url and folder; expected exactly one.")]
    [InlineData("  first:", "  Report:", "experiments.yaml:16:3: error: experiments has the key 'Report'; expected names of at most 63 lower-case letters, digits and - that start and end with a letter or digit.")]
    [InlineData("experiments:\n", "experimentz:\n", "experiments.yaml:15:1: error: The file has no key 'experimentz'. Did you mean 'experiments'?")]
    [InlineData("  worker: {}", "  worker: {}\n  worker: {}", "experiments.yaml:13:3: error: The key 'worker' stands here twice, first in line 12; expected one.")]
    [InlineData("  docker: {", "  podman: {", "experiments.yaml:13:1: error: No network is named 'docker', the baseline; expected it, or 'survey.baseline' with another name.")]
    public void Load_SaysWhatAndWhereAndWhatToDo_WhenOneThingIsWrong(string right, string wrong, string expected)
    {
        var text = YamlFolder.Valid.Replace(right, wrong, StringComparison.Ordinal);

        Assert.Contains(expected + "\n", string.Join('\n', folder.Findings(text)) + "\n", StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FindsEverythingAtOnce_WhenManyThingsAreWrong()
    {
        var text = YamlFolder.Valid.Replace("epochs: 3", "epochs: -1, seeds: 4").Replace("image: worker }", "image: wroker, workload: { batchSize: 0 } }");

        Assert.Equal(
            [
                "experiments.yaml:10:54: error: models.cnn.epochs is '-1'; expected a whole number, from 1 to 1000.",
                "experiments.yaml:10:58: error: models.cnn has no key 'seeds'. Did you mean 'seed'?",
                "experiments.yaml:16:48: error: experiments.first.image is 'wroker', which 'images' does not have. Did you mean 'worker'?",
                "experiments.yaml:16:79: error: experiments.first.workload.batchSize is '0'; expected a whole number, from 1 to 65536.",
            ],
            folder.Findings(text));
    }

    [Fact]
    public void Load_HasNoSpec_WhenAnythingIsWrong() => Assert.Null(folder.Load("networks: 3").Spec);

    [Fact]
    public void Load_NamesTheProfile_WhenItSelectsNothing() => Assert.Equal(
        ["experiments.yaml:18:13: error: profiles.default selects 'fist', which no experiment matches. Did you mean 'first'?"],
        folder.Findings(YamlFolder.Valid + "profiles:\n  default: [fist]\n"));
}
