using System.Text.RegularExpressions;
using Survey.Experiments.Tests.Specification;
using Xunit;

namespace Survey.Experiments.Tests.Scaffolding;

/// <summary>The tutorial shows what really runs: each of its snippets stands in the file it names.</summary>
public sealed partial class TutorialTests
{
    [Fact]
    public void Snippets_StandInTheirFiles()
    {
        var page = File.ReadAllText(Repository.File("docs/adding-a-network.md")).ReplaceLineEndings("\n");
        var snippets = Snippet().Matches(page);
        Assert.True(snippets.Count >= 7, $"Only {snippets.Count} snippets were found: has the marker changed?");
        Assert.Equal(Regex.Count(page, "^```yaml$", RegexOptions.Multiline), snippets.Count);
        foreach (Match snippet in snippets)
        {
            var file = File.ReadAllText(Repository.File(snippet.Groups["file"].Value)).ReplaceLineEndings("\n");
            Assert.Contains(snippet.Groups["text"].Value, file, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("^<!-- from (?<file>\\S+) -->\n```yaml\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
