using System.Reflection;
using Cake.Frosting;
using Spectre.Console;

namespace Survey.Build.Tasks;

/// <summary>Prints what can be asked for.</summary>
[TaskName("Default")]
[TaskDescription("Lists the targets and their arguments.")]
public sealed class DefaultTask : FrostingTask<BuildContext>
{
    /// <inheritdoc/>
    public override void Run(BuildContext context)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("target", "description");
        foreach (var task in typeof(DefaultTask).Assembly.GetTypes().Where(type => type.IsDefined(typeof(TaskDescriptionAttribute))).OrderBy(NameOf))
        {
            table.AddRow(new Text(NameOf(task), new Style(decoration: Decoration.Bold)), new Text(task.GetCustomAttribute<TaskDescriptionAttribute>()!.Description));
            foreach (var argument in task.GetCustomAttributes<ArgumentAttribute>())
                table.AddRow(new Text(""), new Text($"  {argument.Usage}  {argument.Meaning}"));
        }

        context.Console.Write(table);
        context.Console.WriteLine("For all of them: --set path=value (overrides a value of experiments.yaml, can be repeated), --packages=auto|nuget|compat,");
        context.Console.WriteLine("--tree, --description, --dryrun, --exclusive, --verbosity=Quiet|Minimal|Normal|Verbose|Diagnostic.");
    }

    private static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;
}
