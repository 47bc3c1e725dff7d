using Survey.Experiments.Images;
using Survey.Experiments.Tests.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Images;

public sealed class DockerfileTemplateTests
{
    private static readonly Dictionary<string, string> Nothing = [];
    private static readonly DockerfileTemplate Template = new(Path.Combine(Repository.Root, "templates", "Dockerfile.sbn"));

    [Fact]
    public void Render_GivesTheWholeFile()
    {
        var labels = new Dictionary<string, string> { ["b"] = "two words", ["a"] = "say \"$HOME\"\\" };

        var dockerfile = Template.Render("worker", "scratch", labels, new Dictionary<string, string> { ["X"] = "1" }, "/app/worker");

        Assert.Equal(
            """
            # Rendered by Containerize from templates/Dockerfile.sbn: change that, not this.
            FROM scratch
            LABEL a="say \"\$HOME\"\\"
            LABEL b="two words"
            ENV X="1"
            COPY root/ /
            EXPOSE 8080
            ENTRYPOINT ["/app/worker"]

            """.ReplaceLineEndings("\n"),
            dockerfile);
    }

    [Fact]
    public void Render_AddsFilesOnly_WhenTheBaseHasItsEntrypoint()
    {
        var dockerfile = Template.Render("worker", "survey/worker:1", Nothing, Nothing, entrypoint: null);

        Assert.EndsWith("FROM survey/worker:1\nCOPY root/ /\n", dockerfile, StringComparison.Ordinal);
    }
}
