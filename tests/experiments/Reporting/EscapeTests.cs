using FsCheck.Xunit;
using Markdig;
using Survey.Experiments.Reporting.Rendering;
using Xunit;

namespace Survey.Experiments.Tests.Reporting;

public sealed class EscapeTests
{
    [Property]
    public bool Html_HasNothingThatActs_WhateverComesIn(string? text) => Escape.Html(text ?? "").IndexOfAny(['<', '>', '"', '\'']) < 0;

    [Property]
    public bool Markdown_StaysInItsCell_WhateverComesIn(string? text)
    {
        var row = Escape.Markdown("x" + text);
        var html = Markdown.ToHtml($"| a | b |\n| --- | --- |\n| {row} | y |\n", new MarkdownPipelineBuilder().UsePipeTables().Build());
        return html.Split("<tr>").Length - 1 == 2 && html.Split("<td>").Length - 1 == 2 && !html.Contains("<a ", StringComparison.Ordinal) && !html.Contains("<img", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    [InlineData("a\nb", "a b")]
    public void Csv_IsOneHarmlessField_WhenTextIsOdd(string text, string field) => Assert.Equal(field, Escape.Csv(text));
}
