using System.Net;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Experiments.Tests.Running;
using Xunit;

namespace Survey.Experiments.Tests.Publishing;

/// <summary>What a run publishes for a network that must reach it: a real registry and a bucket, under scripted experiments.</summary>
public sealed class PublisherTests : IAsyncLifetime
{
    private const string KeyVariable = "SURVEY_TEST_BUCKET_KEY";
    private const string SecretVariable = "SURVEY_TEST_BUCKET_SECRET";

    private readonly RunnerFixture fixture = new();
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private DockerWorkRunner? engine;
    private DockerRegistry? registry;
    private TinyImage? image;
    private S3StandIn? bucket;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        engine = await TinyImage.EngineAsync(Token);
        registry = await DockerRegistry.StartAsync(allowsDeletion: true, Token);
        image = await TinyImage.CreateAsync(engine.Client, Token);
        bucket = await S3StandIn.StartAsync();
        Environment.SetEnvironmentVariable(KeyVariable, S3StandIn.KeyId);
        Environment.SetEnvironmentVariable(SecretVariable, "the secret");
        fixture.Other.NeedsReach = true;
        fixture.Inputs = new RunInputs(new WorkerArtifact(image.Reference, null, "/", "worker"), await FileAsync("model.onnx", 'a'), await FileAsync("inputs", 'b'), 3);
        fixture.Spec = fixture.Spec with
        {
            Images = new Dictionary<string, ImageSpec> { ["worker"] = new() { Push = new PushSpec { Registry = registry.Address } } },
            Hosting = new Dictionary<string, HostingSpec>
            {
                ["bucket"] = new() { Kind = HostingKind.S3, Endpoint = bucket.Address, Bucket = S3StandIn.Bucket, AccessKey = $"${{{KeyVariable}}}", SecretKey = $"${{{SecretVariable}}}" },
            },
            Networks = new Dictionary<string, NetworkSpec>(fixture.Spec.Networks) { ["other"] = new() { Driver = "other", Hosting = "bucket" } },
        };
        fixture.Spec = fixture.Spec with { Experiments = new Dictionary<string, ExperimentSpec>(fixture.Spec.Experiments) { ["third"] = fixture.Spec.Experiments["second"] } };
    }

    public async ValueTask DisposeAsync()
    {
        if (bucket is not null)
            await bucket.DisposeAsync();
        if (image is not null)
            await image.DisposeAsync();
        if (registry is not null)
            await registry.DisposeAsync();
        if (engine is not null)
            await engine.DisposeAsync();
        http.Dispose();
        fixture.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Run_PublishesOnceForAllAndWithdrawsAfterTheLast()
    {
        var seen = new List<(string Worker, Uri Model, string Text, HttpStatusCode Image)>();
        fixture.Other.OnInvoke = async (run, token) =>
        {
            var text = await http.GetStringAsync(run.Model.Url, token);
            using var manifest = await ManifestAsync(run.Worker.Image!, token);
            lock (seen)
                seen.Add((run.Worker.Image!, run.Model.Url!, text, manifest.StatusCode));
            return [7, 2, 1];
        };

        var result = await fixture.RunAsync(stop: Token, experiments: ["second", "third"]);

        Assert.All(result.Outcomes, outcome => Assert.Equal((OutcomeState.Done, null), (outcome.State, outcome.Reason)));
        Assert.Equal(2, seen.Count);
        Assert.Equal(("the text of model.onnx", HttpStatusCode.OK), Assert.Single(seen.Select(what => (what.Text, what.Image)).Distinct()));
        Assert.StartsWith($"{registry!.Address}/{image!.Repository}@sha256:", Assert.Single(seen.Select(what => what.Worker).Distinct()), StringComparison.Ordinal);
        Assert.Single(seen.Select(what => what.Model).Distinct());
        Assert.Empty(bucket!.Objects);
        using var gone = await ManifestAsync(seen[0].Worker, Token);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.All(Published(), experiment => Assert.True(experiment.Ended, experiment.Network));
    }

    [Fact]
    public async Task Run_NamesTheResidue_AndSweepRemovesIt_WhenTheBucketKeepsAFile()
    {
        bucket!.RefusedDeletion = 403;

        var result = await fixture.RunAsync(stop: Token, experiments: "second");

        Assert.Equal(ExitCode.ResidueLeft, result.ExitCode);
        Assert.Contains(Assert.Single(result.Outcomes).Teardown!.Residue, left => left.StartsWith("What was published for hosting bucket could not be withdrawn", StringComparison.Ordinal));
        Assert.Equal(2, bucket.Objects.Count);
        Assert.False(Assert.Single(Published(), experiment => experiment.Network == "hosting bucket").Ended);

        bucket.RefusedDeletion = null;
        await new Sweeper(fixture.Services).RunAsync(Token);

        Assert.Empty(bucket.Objects);
        Assert.All(Published(), experiment => Assert.True(experiment.Ended, experiment.Network));
    }

    [Fact]
    public async Task Run_KeepsWhatIsPublished_AsLongAsAnExperimentIsHeld()
    {
        await fixture.RunAsync(new RunOptions { Stages = RunStages.Quote | RunStages.Deploy }, Token, experiments: "second");
        Assert.Equal(2, bucket!.Objects.Count);
        await new Sweeper(fixture.Services).RunAsync(Token);
        Assert.Equal(2, bucket.Objects.Count);

        await fixture.RunAsync(new RunOptions { Stages = RunStages.Teardown }, Token, experiments: "second");

        Assert.Empty(bucket.Objects);
        Assert.All(Published(), experiment => Assert.True(experiment.Ended, experiment.Network));
    }

    private IEnumerable<JournalExperiment> Published() =>
        JournalState.Read(fixture.Artifacts.Journal).Experiments.Where(experiment => experiment.Experiment == Publisher.JournalName);

    private async Task<FileArtifact> FileAsync(string name, char digit)
    {
        var path = folder.File(name);
        await File.WriteAllTextAsync(path, $"the text of {name}", Token);
        return new FileArtifact(path, new string(digit, 64), new FileInfo(path).Length);
    }

    private async Task<HttpResponseMessage> ManifestAsync(string reference, CancellationToken cancellationToken)
    {
        var (repository, digest) = reference.Split('/', 2)[1].Split('@') is [var name, var tag] ? (name, tag) : throw new ArgumentException($"'{reference}' has no digest.", nameof(reference));
        using var request = new HttpRequestMessage(HttpMethod.Head, $"http://{registry!.Address}/v2/{repository}/manifests/{digest}");
        request.Headers.TryAddWithoutValidation("Accept", "application/vnd.docker.distribution.manifest.v2+json");
        return await http.SendAsync(request, cancellationToken);
    }
}
