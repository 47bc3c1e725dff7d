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
        using var server = new MockHttpMessageHandler();
        var told = new List<JsonNode>();
        server.When(HttpMethod.Put, "http://devnet/devnet/images").Respond(async request =>
        {
            told.Add(JsonNode.Parse(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        using var http = server.ToHttpClient();
        var worker = new WorkerArtifact("survey/worker:1", null, "/root-folder", "worker") { ModelImage = "survey/worker-cnn:1" };

        await DevnetImages.RegisterAsync(http, new Uri("http://devnet"), worker, "/models/cnn.onnx", TestContext.Current.CancellationToken);

        Assert.Equal(["survey/worker:1", "survey/worker-cnn:1"], told.Select(image => image["reference"]!.ToString()));
        Assert.Null(told[0]["files"]);
        Assert.Equal("/models/cnn.onnx", told[1]["files"]!["/model/model.onnx"]!.ToString());
    }
}
