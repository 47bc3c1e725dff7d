using Cake.Frosting;
using Spectre.Console;
using Survey.Experiments.Prerequisites;
using Survey.Models.Native;

namespace Survey.Build.Tasks;

/// <summary>Shows what the machine offers.</summary>
[TaskName("Doctor")]
[TaskDescription("Shows what is there, what is missing and the command that fixes it.")]
public sealed class DoctorTask : SurveyTask
{
    /// <inheritdoc/>
    protected override async Task RunAsync(BuildContext context, CancellationToken cancellationToken)
    {
        var checks = new PrerequisiteChecks(Environment.GetEnvironmentVariable("PATH") ?? "", Repository.Root);
        var grid = new Grid().AddColumns(3);
        foreach (var prerequisite in (await checks.RunAsync(cancellationToken)).Append(Training()))
        {
            grid.AddRow(StateOf(prerequisite), new Text(prerequisite.Name), new Text(prerequisite.Detail));
            if (prerequisite.Fix is not null)
                grid.AddRow(Text.Empty, Text.Empty, new Text(prerequisite.Fix, new Style(decoration: Decoration.Bold)));
        }

        foreach (var package in PackageInventory.OfThisProgram(Repository.Root))
            grid.AddRow(new Text("package"), new Text(package.Id), new Text(package.Origin));
        context.Console.Write(grid);
    }

    private static Prerequisite Training()
    {
        var check = LibTorch.Check();
        return new("libtorch", check.IsUsable ? PrerequisiteState.Found : PrerequisiteState.Missing, check.Message);
    }

    private static Text StateOf(Prerequisite prerequisite) => prerequisite.State switch
    {
        PrerequisiteState.Found => new Text("found", new Style(Color.Green)),
        PrerequisiteState.Replaced => new Text("replaced", new Style(Color.Yellow)),
        _ => new Text("missing", new Style(Color.Red)),
    };
}
