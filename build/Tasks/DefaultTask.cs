using System.Reflection;
using Cake.Frosting;
using Spectre.Console;
using Survey.Experiments.Specification;

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

        AddExperiments(table, context.LoadSpecification());
        context.Console.Write(table);
        context.Console.WriteLine("For all of them: --set path=value (overrides a value of experiments.yaml, can be repeated), --file=other.yaml,");
        context.Console.WriteLine("--artifacts=folder (instead of artifacts/), --packages=auto|nuget|compat,");
        context.Console.WriteLine("--tree, --description, --dryrun, --exclusive, --verbosity=Quiet|Minimal|Normal|Verbose|Diagnostic.");
    }

    private static void AddExperiments(Table table, LoadResult result)
    {
        table.AddEmptyRow();
        if (result.Spec is null)
            table.AddRow(new Text("experiments"), new Text("experiments.yaml is invalid; --target=Validate says why."));
        foreach (var (name, experiment) in result.Spec?.Experiments ?? new Dictionary<string, ExperimentSpec>())
            table.AddRow(new Text(name, new Style(decoration: Decoration.Bold)), new Text(experiment.Description ?? $"{experiment.Job} of {experiment.Model} on {experiment.Network}"));
        table.AddRow(new Text(""), new Text("Each of them also as <name>:Train, :Export, :Containerize, :Quote, :Deploy, :Invoke, :Teardown."));
    }

    private static string NameOf(Type task) => task.GetCustomAttribute<TaskNameAttribute>()?.Name ?? task.Name;
}
