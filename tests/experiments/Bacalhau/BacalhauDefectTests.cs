using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Survey.Devnets.Bacalhau;
using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>The dangerous defects of 1.9.3: that the switches show them, and that the driver never runs into one.</summary>
public sealed class BacalhauDefectTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public BacalhauDefectTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the worker of these tests is a shell script");

    [Fact]
    public async Task Rerun_LocksTheStore_WhenTheVersionIsUnknown()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, defects: BacalhauDefects.All);
        using var http = new HttpClient { BaseAddress = new Uri(fixture.Devnet.Endpoints["api"]) };

        using var rerun = await SendAsync(http, HttpMethod.Put, "jobs/j-unknown/rerun", "{}");
        using var write = await SendAsync(http, HttpMethod.Put, "jobs", Job("after"));
        using var read = await http.GetAsync(new Uri("/api/v1/orchestrator/jobs", UriKind.Relative), Token);

        Assert.Equal(HttpStatusCode.BadRequest, rerun.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, write.StatusCode);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
    }

    [Fact]
    public async Task Submit_LeavesTheJobPending_WhenItIsAboveOneMegabyte()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, defects: BacalhauDefects.All);
        using var http = new HttpClient { BaseAddress = new Uri(fixture.Devnet.Endpoints["api"]) };

        using var large = await SendAsync(http, HttpMethod.Put, "jobs", Job("large", new string('x', 1 << 20)));
        using var small = await SendAsync(http, HttpMethod.Put, "jobs", Job("small"));
        await EndAsync(http, "small");

        Assert.Equal(HttpStatusCode.OK, large.StatusCode);
        Assert.Equal("Pending", await StateAsync(http, "large"));
    }

    [Fact]
    public async Task Logs_KeepTheSecondWaiting_WhileOneStreamOfTheNodeIsOpen()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, defects: BacalhauDefects.All);
        using var http = new HttpClient { BaseAddress = new Uri(fixture.Devnet.Endpoints["api"]) };
        using var first = await SendAsync(http, HttpMethod.Put, "jobs", Job("first", script: "echo one; sleep 1000"));
        using var second = await SendAsync(http, HttpMethod.Put, "jobs", Job("second", script: "echo two; sleep 1000"));
        using var open = await FollowAsync(http, "first");
        Assert.Equal("one\n", await LineAsync(open, Token));

        using var waiting = await FollowAsync(http, "second");
        using var patience = new CancellationTokenSource(Soon);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => LineAsync(waiting, patience.Token));
    }

    [Fact]
    public async Task Driver_RunsIntoNone_OverTheWholeLifeOfEveryKindOfJob()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 2, defects: BacalhauDefects.All);
        var good = fixture.Run("good", partitions: 2);
        var bad = fixture.Run("bad") with { Worker = fixture.Run().Worker with { Executable = "missing" } };

        await fixture.InvokeAsync(good, Token);
        await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(bad, Token));
        var probe = await ((IProbe)fixture.Network).ProbeAsync("versioning", fixture.Run("probe"), Token);
        var proofs = await fixture.Network.TeardownAsync([.. good.Journal.Open, .. bad.Journal.Open], Token);

        Assert.All(probe.Steps, step => Assert.True(step.Succeeded, step.Observed));
        Assert.True(proofs.IsClean);
        Assert.Equal(20, (await fixture.InvokeAsync(fixture.Run("afterwards"), Token)).Predictions.Argmax.Count);
    }

    [Fact]
    public async Task Driver_RefusesBeforeSending_WhenAnInlineModelMakesTheJobTooLarge()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, defects: BacalhauDefects.All);
        var run = fixture.Run(delivery: ModelDelivery.Inline);
        var noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        await File.WriteAllBytesAsync(run.Model.Path, noise, Token);

        var refused = await Assert.ThrowsAsync<NetworkException>(() => fixture.InvokeAsync(run, Token));

        Assert.Contains("deliver the model by url or image", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(fixture.Requests.Sent, request => request is { Method: "PUT", Path: "/api/v1/orchestrator/jobs" });
        Assert.Empty(((Steps.FakeJournal)run.Journal).Created);
    }

    [Fact]
    public async Task Driver_SendsNoRerun_WithoutAskingForJobAndVersionFirst()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1, defects: BacalhauDefects.All);

        await ((IProbe)fixture.Network).ProbeAsync("versioning", fixture.Run(), Token);

        var sent = fixture.Requests.Sent.ToList();
        var rerun = sent.FindIndex(request => request.Path.EndsWith("/rerun", StringComparison.Ordinal));
        Assert.True(rerun > 0);
        Assert.Equal("GET", sent[rerun - 1].Method);
        Assert.Contains("job_version=1", sent[rerun - 1].Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Driver_SendsEveryBodyWithItsLength_WhichTheServerAsksFor()
    {
        await using var fixture = await BacalhauFixture.StartAsync(Token, nodes: 1);
        var run = fixture.Run();

        await fixture.InvokeAsync(run, Token);
        await ((IProbe)fixture.Network).ProbeAsync("versioning", fixture.Run("probe"), Token);
        await fixture.Network.TeardownAsync(run.Journal.Open, Token);

        var bodies = fixture.Requests.Sent.Where(request => request.Path.StartsWith("/api/", StringComparison.Ordinal) && request.Body.Length > 0).ToList();
        Assert.NotEmpty(bodies);
        Assert.All(bodies, request => Assert.Equal(Encoding.UTF8.GetByteCount(request.Body), request.ContentLength));
    }

    private static string Job(string name, string padding = "", string script = "true") => new JsonObject
    {
        ["Job"] = new JsonObject
        {
            ["Name"] = name,
            ["Type"] = "batch",
            ["Count"] = 1,
            ["Meta"] = new JsonObject { ["padding"] = padding },
            ["Tasks"] = new JsonArray(new JsonObject
            {
                ["Name"] = "main",
                ["Engine"] = new JsonObject
                {
                    ["Type"] = "docker",
                    ["Params"] = new JsonObject { ["Image"] = BacalhauFixture.ShellImage, ["Parameters"] = new JsonArray(script) },
                },
                ["Resources"] = new JsonObject { ["CPU"] = "0.05", ["Memory"] = "64Mi" },
            }),
        },
    }.ToJsonString();

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/orchestrator/{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return await http.SendAsync(request, Token);
    }

    private static async Task<string> StateAsync(HttpClient http, string name) =>
        JsonNode.Parse(await http.GetStringAsync(new Uri($"/api/v1/orchestrator/jobs/{name}", UriKind.Relative), Token))!["Job"]!["State"]!["StateType"]!.ToString();

    private static async Task EndAsync(HttpClient http, string name)
    {
        while (await StateAsync(http, name) is not ("Completed" or "Failed"))
            await Task.Yield();
    }

    private static async Task<ClientWebSocket> FollowAsync(HttpClient http, string job)
    {
        while (await StateAsync(http, job) != "Running")
            await Task.Yield();
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{http.BaseAddress!.Authority}/api/v1/orchestrator/jobs/{job}/logs?follow=true"), Token);
        return socket;
    }

    private static async Task<string> LineAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var read = await socket.ReceiveAsync(buffer, cancellationToken);
        return JsonNode.Parse(buffer.AsSpan(0, read.Count))!["value"]!["Line"]!.ToString();
    }
}
