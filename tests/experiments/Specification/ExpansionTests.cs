using Survey.Experiments.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Specification;

/// <summary>Defaults, matrices, anchors, variables and overrides: how many short lines become whole experiments.</summary>
public sealed class ExpansionTests : IDisposable
{
    private const string First = "first: { network: docker, model: cnn, image: worker }";
    private readonly YamlFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Defaults_FillWhatAnExperimentLeavesOut_KeyByKey()
    {
        var spec = Load("first: { network: docker, workload: { images: 7 } }", "defaults: { model: cnn, image: worker, workload: { images: 5, batchSize: 3 } }\n");

        Assert.Equal((7, 3), (spec.Experiments["first"].Workload.Images, spec.Experiments["first"].Workload.BatchSize));
    }

    [Fact]
    public void Defaults_AreChecked_WhenNoExperimentUsesThem() =>
        Assert.Contains("defaults.workload.batchSize is '0'", Assert.Single(folder.Findings("defaults: { workload: { batchSize: 0 } }\n" + YamlFolder.Valid.Replace($"  {First}\n", "  {}\n", StringComparison.Ordinal))), StringComparison.Ordinal);

    [Fact]
    public void Matrix_NamesByItsValues_WhateverElseIsInTheFile()
    {
        const string Matrix = "split: { network: docker, model: cnn, image: worker, matrix: { workload.batchSize: [1, 64], resources.cpu: [0.5, 2] } }";

        Assert.Equal(["split-1-0-5", "split-1-2", "split-64-0-5", "split-64-2"], Load(Matrix).Experiments.Keys);
        Assert.Equal(["first", "split-1-0-5", "split-1-2", "split-64-0-5", "split-64-2"], Load($"{First}\n  {Matrix}").Experiments.Keys);
        Assert.Equal("split", Load(Matrix).Experiments["split-1-2"].ExpandedFrom);
    }

    [Fact]
    public void Matrix_FollowsThePattern_WhenThereIsOne()
    {
        var spec = Load("many: { network: docker, model: cnn, image: worker, matrix: { workload.batchSize: { small: 1, large: 64 } }, name: \"{workload.batchSize}-{experiment}\" }");

        Assert.Equal(["small-many", "large-many"], spec.Experiments.Keys);
        Assert.Equal(64, spec.Experiments["large-many"].Workload.BatchSize);
    }

    [Fact]
    public void Matrix_MustNotMakeANameTwice() =>
        Assert.Contains(
            "A second experiment is named 'same'",
            folder.Findings(With("many: { network: docker, model: cnn, image: worker, matrix: { workload.batchSize: [1, 2] }, name: same }")).Single(),
            StringComparison.Ordinal);

    [Fact]
    public void MergeKeys_GiveWayToWhatIsWritten()
    {
        var spec = Load("first: { network: docker, model: cnn, image: worker, resources: { <<: *small, memoryMiB: 128 } }", "x-small: &small { cpu: 0.5, memoryMiB: 256 }\n");

        Assert.Equal((0.5, 128), (spec.Experiments["first"].Resources.Cpu, spec.Experiments["first"].Resources.MemoryMiB));
    }

    [Fact]
    public void Variables_AreFilledIn_AndDefaultsWhereTheyAreMissing()
    {
        var text = YamlFolder.Valid.Replace("epochs: 3", "epochs: \"${EPOCHS}\", seed: \"${SEED:-7}\"", StringComparison.Ordinal);

        var model = folder.Load(text, YamlFolder.Options(("EPOCHS", "5"))).Require().Models["cnn"];

        Assert.Equal((5, 7L), (model.Epochs, model.Seed));
    }

    [Fact]
    public void Variables_ThatAreMissing_StopOnlyTheExperimentsThatNeedThem()
    {
        var spec = Load(
            $"{First}\n  second: {{ network: other, model: cnn, image: worker }}",
            network: "  other: { driver: sample, endpoint: \"${OTHER_URL}\" }\n");

        Assert.Empty(ExperimentNeeds.MissingVariables(spec, "first", atEndpoint: true, published: true));
        Assert.Equal("OTHER_URL", Assert.Single(ExperimentNeeds.MissingVariables(spec, "second", atEndpoint: true, published: false)).Name);
        Assert.Empty(ExperimentNeeds.MissingVariables(spec, "second", atEndpoint: false, published: false));
    }

    [Fact]
    public void Set_ChangesAValue_AlsoOfAnExperimentThatAMatrixMakes()
    {
        var options = YamlFolder.Options() with { Set = ["models.cnn.epochs=9", "experiments.many-2.workload.requests=77"] };
        var spec = folder.Load(With("many: { network: docker, model: cnn, image: worker, matrix: { workload.batchSize: [1, 2] } }"), options).Require();

        Assert.Equal((9, 1000, 77), (spec.Models["cnn"].Epochs, spec.Experiments["many-1"].Workload.Requests, spec.Experiments["many-2"].Workload.Requests));
    }

    [Theory]
    [InlineData("experiments.first.workload.requets=5", "--set experiments.first.workload.requets=5: error: experiments.first.workload has no key 'requets'. Did you mean 'requests'?")]
    [InlineData("experiments.first.workload.requests=many", "--set experiments.first.workload.requests=many: error: experiments.first.workload.requests is 'many'; expected a whole number, from 1 to 10000000.")]
    [InlineData("experiments.frist.workload.requests=5", "--set experiments.frist.workload.requests=5: error: 'experiments' has no entry 'frist'. Did you mean 'first'?")]
    [InlineData("models.mine.onnx=m.onnx", "--set models.mine.onnx=m.onnx: error: 'models' has no entry 'mine'. To add it, give it whole: --set 'models.mine={ key: value, ... }'. Known: cnn.")]
    [InlineData("epochs", "--set epochs: error: The argument is not of the form path=value. Write it like --set models.cnn.epochs=1.")]
    public void Set_IsCheckedLikeTheFile(string argument, string expected) =>
        Assert.Equal([expected], folder.Findings(YamlFolder.Valid, YamlFolder.Options() with { Set = [argument] }));

    private SurveySpec Load(string experiments, string head = "", string network = "") => folder.Load(With(experiments, head, network), YamlFolder.Options()).Require();

    private static string With(string experiments, string head = "", string network = "") =>
        head + YamlFolder.Valid.Replace(First, experiments, StringComparison.Ordinal).Replace("experiments:\n", network + "experiments:\n", StringComparison.Ordinal);
}
