using System.Net;
using System.Text.Json.Nodes;
using RichardSzalay.MockHttp;
using Survey.Experiments.Networks;
using Survey.Experiments.Publishing;
using Xunit;

namespace Survey.Experiments.Tests.Publishing;

/// <summary>What a devnet is told about the images of a run.</summary>
public sealed class DevnetImagesTests
{
    [Fact]
    public async Task RegisterAsync_NamesTheModel_OnlyForTheImageThatHoldsIt()
    {
        var told = await TellAsync(new WorkerArtifact("survey/worker:1", null, "/root-folder", "worker") { ModelImage = "survey/worker-cnn:1" });

        Assert.Equal(["survey/worker:1", "survey/worker-cnn:1"], told.Select(image => image["reference"]!.ToString()));
        Assert.Null(told[0]["files"]);
        Assert.Equal("/models/cnn.onnx", told[1]["files"]!["/model/model.onnx"]!.ToString());
    }

    [Fact]
    public async Task RegisterAsync_NamesBoth_WhenNoEngineMadeAnImage()
    {
        var worker = new WorkerArtifact(null, null, "/root-folder", "worker");

        var told = await TellAsync(worker);

        Assert.Equal([worker.ImageName, worker.ModelImageName], told.Select(image => image["reference"]!.ToString()));
        Assert.All(told, image => Assert.Equal("/root-folder", image["rootFolder"]!.ToString()));
    }

    [Fact]
    public async Task RegisterAsync_LeavesOutTheImageWithTheModel_WhenTheEngineMadeNone() =>
        Assert.Equal("survey/worker:1", Assert.Single(await TellAsync(new WorkerArtifact("survey/worker:1", null, "/root-folder", "worker")))["reference"]!.ToString());

    private static async Task<List<JsonNode>> TellAsync(WorkerArtifact worker)
    {
        using var server = new MockHttpMessageHandler();
        var told = new List<JsonNode>();
        server.When(HttpMethod.Put, "http://devnet/devnet/images").Respond(async request =>
        {
            told.Add(JsonNode.Parse(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        using var http = server.ToHttpClient();
        await DevnetImages.RegisterAsync(http, new Uri("http://devnet"), worker, "/models/cnn.onnx", TestContext.Current.CancellationToken);
        return told;
    }
}
