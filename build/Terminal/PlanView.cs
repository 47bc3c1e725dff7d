using Spectre.Console;
using Survey.Experiments.Planning;

namespace Survey.Build.Terminal;

/// <summary>A plan on the console: indented lines, a colour for each kind.</summary>
internal static class PlanView
{
    public static void Write(IAnsiConsole console, IEnumerable<PlanLine> lines)
    {
        foreach (var line in lines)
            console.Write(new Text(new string(' ', 2 * line.Indent) + line.Text + "\n", StyleOf(line.Kind)));
    }

    private static Style StyleOf(PlanLineKind kind) => kind switch
    {
        PlanLineKind.Heading => new Style(decoration: Decoration.Bold),
        PlanLineKind.UpToDate => new Style(Color.Green),
        PlanLineKind.Stopped => new Style(Color.Yellow),
        PlanLineKind.Detail => new Style(Color.Grey),
        _ => Style.Plain,
    };
}
