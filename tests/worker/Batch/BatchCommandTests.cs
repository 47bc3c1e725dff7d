using System.Text.Json;
using Survey.Worker.Batch;
using Survey.Worker.Inference;
using Survey.Worker.Inputs;
using Survey.Worker.Sources;
using Survey.Worker.Tests.Support;

namespace Survey.Worker.Tests.Batch;

public sealed class BatchCommandTests : IDisposable
{
    private static readonly byte[] Pixels = Fixture.Pixels(10);

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();

    [Theory]
    [InlineData("tiny", 64)]
    [InlineData("tiny", 3)]
    [InlineData("tiny-batch-of-four", 64)]
    [InlineData("tiny-uint8", 4)]
    public async Task Run_GivesTheModelsAnswers_WhateverTheBatch(string model, int batch)
    {
        var predictions = await RunAsync(model, options => options with { BatchSize = batch });

        var expected = Fixture.Expected(Pixels, model.Replace("-batch-of-four", "", StringComparison.Ordinal));
        Assert.Equal(expected, Argmax(predictions));
        Assert.True(expected.Distinct().Count() > 1, "The fixture must tell pictures apart.");
        Assert.Equal(Scores.PredictionHash(expected), predictions.GetProperty("predictionHash").GetString());
    }

    [Fact]
    public async Task Run_GivesTheSameTogether_WhenTheInputIsPartitioned()
    {
        var joined = new List<int>();
        for (var index = 0; index < 3; index++)
        {
            var part = await RunAsync("tiny", options => options with { Partition = new Partition(index, 3) });
            Assert.Equal(joined.Count, part.GetProperty("offset").GetInt32());
            joined.AddRange(Argmax(part));
        }

        Assert.Equal(Fixture.Expected(Pixels), joined);
    }

    [Fact]
    public async Task Run_TakesARange_WhenOffsetAndLimitSaySo()
    {
        var part = await RunAsync("tiny", options => options with { Offset = 4, Limit = 3 });

        Assert.Equal(Fixture.Expected(Pixels)[4..7], Argmax(part));
        Assert.Equal((4, 3, 10), (part.GetProperty("offset").GetInt32(), part.GetProperty("count").GetInt32(), part.GetProperty("total").GetInt32()));
    }

    [Fact]
    public async Task Run_RecordsDigestsAndStampsInOrder()
    {
        var predictions = await RunAsync("tiny", options => options);

        Assert.Equal(Digest.Sha256(File.ReadAllBytes(Fixture.Model())), predictions.GetProperty("model").GetProperty("sha256").GetString());
        Assert.Equal(Digest.Sha256(Fixture.Idx(Pixels)), predictions.GetProperty("input").GetProperty("files")[0].GetProperty("sha256").GetString());
        var stamps = predictions.GetProperty("stamps");
        var order = new[] { "processStart", "modelLoaded", "firstAnswer", "done" }.Select(name => stamps.GetProperty(name).GetInt64()).ToList();
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public async Task Run_WritesLogitsThatGiveTheSameAnswers()
    {
        var predictions = await RunAsync("tiny", options => options);

        var logits = File.ReadAllBytes(folder.File("out/logits.npy")).AsSpan(^(10 * 10 * sizeof(float))..).ToArray();
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(logits).ToArray();
        Assert.Equal(Argmax(predictions), values.Chunk(10).Select(row => Array.IndexOf(row, row.Max())));
    }

    [Fact]
    public async Task Run_SaysSo_WhenNoImageIsLeft()
    {
        var failure = await Assert.ThrowsAsync<WorkerException>(() => RunAsync("tiny", options => options with { Offset = 10 }));

        Assert.Equal(ExitCode.BadInput, failure.ExitCode);
        Assert.Empty(Directory.GetFiles(folder.File("out")));
    }

    public void Dispose()
    {
        folder.Dispose();
        http.Dispose();
    }

    private async Task<JsonElement> RunAsync(string model, Func<BatchOptions, BatchOptions> change)
    {
        var clock = TimeProvider.System;
        var input = folder.Write("t10k-images-idx3-ubyte", Fixture.Idx(Pixels));
        var options = change(new BatchOptions(Source.Parse(Fixture.Model(model)), Source.Parse(input), folder.File("out")) { Threads = 1 });
        await new BatchCommand(new SourceReader(http, SourceReader.DefaultMaximumBytes), clock, new Stamps(clock, Stamps.Now(clock)), TextWriter.Null)
            .RunAsync(options, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(File.ReadAllBytes(folder.File("out/predictions.json"))).RootElement;
    }

    private static int[] Argmax(JsonElement predictions) => [.. predictions.GetProperty("argmax").EnumerateArray().Select(item => item.GetInt32())];
}
