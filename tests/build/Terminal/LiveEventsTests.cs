using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Survey.Build.Terminal;
using Survey.Experiments.Running;

namespace Survey.Build.Tests.Terminal;

public sealed partial class LiveEventsTests
{
    [Fact]
    public async Task Report_LeavesNothingOfTheLongerLine_WhenANoteScrollsBy()
    {
        var written = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(written),
        });
        console.Profile.Width = 60;

        var drawn = new TaskCompletionSource();
        var running = LiveEvents.RunAsync(console, new FakeTimeProvider(), async events =>
        {
            events.Report(new ProgressEvent("Train", "a long line with loss, accuracy and speed", 1, 2, "images"));
            await drawn.Task;
            events.Report(new NoteEvent("Data", "short"));
            events.Report(new NoteEvent("Data", "a note that is longer than the terminal is wide and goes on in a second line"));
            events.Report(new NoteEvent("Data", "end"));
        });
        Assert.Contains("a long line with loss", written.ToString(), StringComparison.Ordinal);
        drawn.SetResult();
        await running;

        Assert.Equal(
            ["Data: short", "Data: a note that is longer than the terminal is wide and", "goes on in a second line", "Data: end"],
            Screen(written.ToString()).Where(line => line.Length > 0));
    }

    /// <summary>What a terminal shows in the end; it knows the few sequences that are used here.</summary>
    private static IEnumerable<string> Screen(string written)
    {
        var lines = new List<char[]>();
        var (row, column) = (0, 0);
        foreach (Match part in Part().Matches(written))
        {
            while (lines.Count <= row)
                lines.Add(Blank());
            var count = int.TryParse(part.Groups["count"].Value, out var number) ? number : 1;
            switch (part.Groups["code"].Value, part.Value)
            {
                case ("A", _): row = Math.Max(0, row - count); break;
                case ("K", _): lines[row] = Blank(); break;
                case (_, "\n"): (row, column) = (row + 1, 0); break;
                case (_, "\r"): column = 0; break;
                case ("", [not '\e']): lines[row][column++] = part.Value[0]; break;
            }
        }

        return lines.Select(line => new string(line).TrimEnd());

        static char[] Blank() => [.. Enumerable.Repeat(' ', 200)];
    }

    [GeneratedRegex("\\e\\[[?]?(?<count>[0-9;]*)(?<code>[A-Za-z])|.|\\n", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
