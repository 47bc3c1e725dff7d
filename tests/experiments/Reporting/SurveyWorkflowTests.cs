using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Survey.Experiments.Tests.Reporting;

/// <summary>The rules that the scheduled survey must keep, read from the workflow itself.</summary>
public sealed partial class SurveyWorkflowTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(ReportFixture.Repository, ".github", "workflows", "survey.yml"));
    private static readonly YamlMappingNode Root = Load();

    [Fact]
    public void Actions_ArePinnedByCommit_Everywhere() =>
        Assert.All(Steps("uses"), step => Assert.Matches(PinnedAction(), Scalar(step, "uses")));

    [Fact]
    public void Scripts_HoldNoExpression_Anywhere() =>
        Assert.All(Steps("run"), step => Assert.DoesNotContain("${{", Scalar(step, "run"), StringComparison.Ordinal));

    [Fact]
    public void Secrets_AreKeptFromPullRequests_Everywhere() =>
        Assert.All(
            Text.Split('\n').Where(line => line.Contains("secrets.", StringComparison.Ordinal)),
            line => Assert.Contains("github.event_name != 'pull_request' &&", line, StringComparison.Ordinal));

    [Fact]
    public void Jobs_HaveATimeLimit_All() =>
        Assert.All(Jobs(), job => Assert.NotEmpty(Scalar((YamlMappingNode)job.Value, "timeout-minutes")));

    [Fact]
    public void Sweep_Runs_WhateverHappened()
    {
        var sweep = Assert.Single(Steps("run"), step => Scalar(step, "run").Contains("--target=Sweep", StringComparison.Ordinal));

        Assert.Equal("always()", Scalar(sweep, "if"));
    }

    [Fact]
    public void Rights_AreReadOnly_ExceptWhereSomethingIsWritten()
    {
        Assert.Equal("read", Scalar((YamlMappingNode)Root.Children["permissions"], "contents"));
        Assert.Equal(["report", "pages"], Jobs().Where(job => ((YamlMappingNode)job.Value).Children.ContainsKey("permissions")).Select(job => job.Key.ToString()));
    }

    [Fact]
    public void Surveys_WaitForEachOther_WhenScheduled()
    {
        var concurrency = (YamlMappingNode)Root.Children["concurrency"];

        Assert.NotEmpty(Scalar(concurrency, "group"));
        Assert.Equal("${{ github.event_name == 'pull_request' }}", Scalar(concurrency, "cancel-in-progress"));
    }

    private static YamlMappingNode Load()
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(Text));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<KeyValuePair<YamlNode, YamlNode>> Jobs() => ((YamlMappingNode)Root.Children["jobs"]).Children;

    private static List<YamlMappingNode> Steps(string kind)
    {
        var steps = Jobs().SelectMany(job => (YamlSequenceNode)((YamlMappingNode)job.Value).Children["steps"]).OfType<YamlMappingNode>().Where(step => step.Children.ContainsKey(kind)).ToList();
        Assert.NotEmpty(steps);
        return steps;
    }

    private static string Scalar(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value ?? "";

    [GeneratedRegex("^[a-z-]+/[a-z-]+@[0-9a-f]{40}$")]
    private static partial Regex PinnedAction();
}
