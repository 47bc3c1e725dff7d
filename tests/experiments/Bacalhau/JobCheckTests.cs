using System.Text.Json.Nodes;
using Survey.Experiments.Bacalhau;
using Survey.Experiments.Networks;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>What Bacalhau takes and then never runs is refused before it is sent.</summary>
public sealed class JobCheckTests
{
    private static JsonObject Job() => JsonNode.Parse("""
        {
          "Name": "survey-1",
          "Constraints": [{ "Key": "zone", "Operator": "=", "Values": ["alpha"] }],
          "Tasks": [{
            "Engine": { "Type": "docker", "Params": { "Image": "worker:1" } },
            "InputSources": [{ "Source": { "Type": "urlDownload", "Params": { "URL": "http://127.0.0.1/x" } }, "Alias": "x", "Target": "/x" }],
            "Resources": { "Memory": "64Mi" }
          }]
        }
        """)!.AsObject();

    private static JsonObject Task(JsonObject job) => job["Tasks"]![0]!.AsObject();

    private static string Refusal(JsonObject job)
    {
        var refused = Assert.Throws<NetworkException>(() => JobCheck.Check(job));
        Assert.Equal(NetworkErrorKind.Rejected, refused.Kind);
        return refused.Message;
    }

    [Fact]
    public void Check_Passes_ForAnOrdinaryJob() => JobCheck.Check(Job());

    [Theory]
    [InlineData("~", "alpha", "operator '~'")]
    [InlineData("gt", "many", "is no whole number")]
    [InlineData("lt", "1.5", "is no whole number")]
    public void Check_Refuses_WhenAConstraintMeansNothing(string comparison, string value, string expected)
    {
        var job = Job();
        job["Constraints"]![0]!["Operator"] = comparison;
        job["Constraints"]![0]!["Values"]![0] = value;

        Assert.Contains(expected, Refusal(job), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-zone")]
    [InlineData("a b")]
    [InlineData("zone/")]
    public void Check_Refuses_WhenAConstraintHasNoLabelKey(string key)
    {
        var job = Job();
        job["Constraints"]![0]!["Key"] = key;

        Assert.Contains("pending for ever", Refusal(job), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Refuses_WhenTheJobIsTooLargeForOneMessage()
    {
        var job = Job();
        Task(job)["InputSources"]![0]!["Source"]!["Params"]!["URL"] = $"data:,{new string('x', 900_000)}";

        Assert.Contains("deliver the model by url or image", Refusal(job), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("with space")]
    [InlineData("")]
    public void Check_Refuses_WhenTheNameNeedsEscapes(string name)
    {
        var job = Job();
        job["Name"] = name;

        Assert.Contains("needs escapes", Refusal(job), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Refuses_WhenTheEngineIsUnknown()
    {
        var job = Job();
        Task(job)["Engine"]!["Type"] = "native";

        Assert.Contains("engine 'native'", Refusal(job), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Refuses_WhenThereIsNoImage()
    {
        var job = Job();
        Task(job)["Engine"]!["Params"]!["Image"] = "";

        Assert.Contains("no image", Refusal(job), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Refuses_WhenASourceIsUnknown()
    {
        var job = Job();
        Task(job)["InputSources"]![0]!["Source"]!["Type"] = "ftp";

        Assert.Contains("source type 'ftp'", Refusal(job), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Refuses_WhenATargetIsRelative()
    {
        var job = Job();
        Task(job)["InputSources"]![0]!["Target"] = "x";

        Assert.Contains("no absolute target", Refusal(job), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_Refuses_WhenAContainerGetsTooLittleMemoryToStart()
    {
        var job = Job();
        Task(job)["Resources"]!["Memory"] = "5Mi";

        Assert.Contains("6 MiB", Refusal(job), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TellsAllProblems_Together()
    {
        var job = Job();
        job["Name"] = "a b";
        Task(job)["Engine"]!["Type"] = "native";

        var refusal = Refusal(job);

        Assert.Contains("needs escapes", refusal, StringComparison.Ordinal);
        Assert.Contains("engine 'native'", refusal, StringComparison.Ordinal);
    }
}
