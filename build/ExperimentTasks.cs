using System.Reflection;
using Cake.Core;
using Cake.Core.Diagnostics;
using Cake.Frosting;
using Microsoft.Extensions.DependencyInjection;
using Survey.Build.Terminal;
using Survey.Experiments;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Build;

/// <summary>
/// Targets made from experiments.yaml: <c>name</c> and <c>name:Stage</c>. The one file that touches the engine, because name,
/// description and dependencies of a Frosting task come only from attributes on its class.
/// </summary>
internal static class ExperimentTasks
{
    private static readonly string[] Stages =
        [nameof(Stage.Train), nameof(Stage.Export), nameof(Stage.Containerize), nameof(Stage.Quote), nameof(Stage.Deploy), nameof(Stage.Invoke), nameof(Stage.Teardown)];

    public static void Register(IServiceCollection services) => services.AddSingleton(CreateEngine);

    private static ICakeEngine CreateEngine(IServiceProvider services)
    {
        var engine = new CakeEngine(services.GetRequiredService<ICakeDataService>(), services.GetRequiredService<ICakeLog>());
        var arguments = services.GetRequiredService<ICakeArguments>();
        if (AreExperimentsAsked(arguments))
            AddExperiments(engine, arguments);
        return Session.IsTreeAsked ? new TreeEngine(engine, Console.Out) : engine;
    }

    private static void AddExperiments(CakeEngine engine, ICakeArguments arguments)
    {
        var file = arguments.GetArguments("file").LastOrDefault() is { } given ? Path.GetFullPath(given, Repository.Root) : Repository.Experiments;
        var result = SurveyFile.Load(file, new LoadOptions { Set = [.. arguments.GetArguments("set")] });
        if (result.Spec is null)
        {
            Console.Error.WriteLine($"{Path.GetFileName(file)} is invalid, so its experiments are no targets. Run --target=Validate to see why.");
            // Counts when the target asked for is one of them, and so is not found.
            Session.ExitCode = ExitCode.InvalidSpecification;
        }

        if (result.Spec is not null)
            SuggestNearest(arguments, result.Spec);
        foreach (var (name, experiment) in result.Spec?.Experiments ?? new Dictionary<string, ExperimentSpec>())
            Register(engine, name, experiment);
    }

    /// <summary>Reading the YAML costs time that Clean, Render and the like need not spend.</summary>
    private static bool AreExperimentsAsked(ICakeArguments arguments) =>
        Session.IsListAsked || arguments.GetArguments("target").Concat(arguments.GetArguments("t")).Any(target => !IsTask(target));

    // Cake says that a target does not exist, not which ones are near.
    private static void SuggestNearest(ICakeArguments arguments, SurveySpec spec)
    {
        var known = TaskNames().Concat(spec.Experiments.Keys.SelectMany(name => Stages.Select(stage => $"{name}:{stage}").Prepend(name))).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var target in arguments.GetArguments("target").Concat(arguments.GetArguments("t")).Where(target => !known.Contains(target)))
        {
            if (Nearest.Find(target, known) is { Count: > 0 } near)
                Console.Error.WriteLine($"There is no target '{target}'. Nearest: {string.Join(", ", near)}.");
        }
    }

    private static IEnumerable<string> TaskNames() => typeof(ExperimentTasks).Assembly.GetTypes()
        .Select(type => type.GetCustomAttribute<TaskNameAttribute>()?.Name).OfType<string>();

    private static bool IsTask(string target) => TaskNames().Contains(target, StringComparer.OrdinalIgnoreCase);

    private static void Register(CakeEngine engine, string name, ExperimentSpec experiment)
    {
        var what = experiment.Description ?? $"{experiment.Job} of {experiment.Model} on {experiment.Network}";
        Shared(engine, $"{name}:{nameof(Stage.Train)}", null, $"Trains {experiment.Model}.", async (context, pipeline, experiments, cancellation) =>
        {
            await pipeline.DataAsync(experiments, cancellation);
            await pipeline.TrainAsync(experiments, cancellation);
        });
        Shared(engine, $"{name}:{nameof(Stage.Export)}", $"{name}:{nameof(Stage.Train)}", $"Exports {experiment.Model} to ONNX.",
            (_, pipeline, experiments, cancellation) => pipeline.ExportAsync(experiments, cancellation));
        Shared(engine, $"{name}:{nameof(Stage.Containerize)}", $"{name}:{nameof(Stage.Export)}", $"Packages the worker as {experiment.Image}.",
            (_, pipeline, experiments, cancellation) => pipeline.ContainerizeAsync(experiments, cancellation));

        Own(engine, name, $"{name}:{nameof(Stage.Quote)}", "Asks for the price ceiling.", RunStages.Quote);
        Own(engine, name, $"{name}:{nameof(Stage.Deploy)}", "Deploys and holds for Invoke and Teardown.", RunStages.Quote | RunStages.Deploy);
        Own(engine, name, $"{name}:{nameof(Stage.Invoke)}", "Runs the workload on what is deployed; with --input=picture.png reads that digit.", RunStages.Invoke);
        Own(engine, name, $"{name}:{nameof(Stage.Teardown)}", "Removes what is deployed and proves it.", RunStages.Teardown);
        Own(engine, name, name, what, RunStages.All);

        void Shared(
            CakeEngine target, string task, string? before, string description,
            Func<BuildContext, Survey.Models.Pipeline.SurveyPipeline, IReadOnlyList<ExperimentSpec>, CancellationToken, Task> work)
        {
            var builder = target.RegisterTask(task).Description(description);
            if (before is not null)
                builder.IsDependentOn(before);
            builder.Does(cake => Guard(cake, context => context.ShowAsync(events =>
                work(context, context.Survey.Pipeline(events), context.Survey.PlannedExperiments([name]), context.Cancellation))));
        }

        static void Own(CakeEngine target, string experiment, string task, string description, RunStages stages) => target.RegisterTask(task)
            .Description(description)
            .IsDependentOn($"{experiment}:{nameof(Stage.Containerize)}")
            .Does(cake => Guard(cake, context => stages == RunStages.Invoke && context.Option("input") is { } picture
                ? PictureClient.ReadAsync(context, experiment, picture)
                : context.RunExperimentsAsync(context.Survey.Plan([experiment]), stages)));
    }

    private static async Task Guard(ICakeContext cake, Func<BuildContext, Task> work)
    {
        // Frosting hands its own context to every task, also to those that are registered here.
        var context = (BuildContext)cake;
        try
        {
            await work(context);
        }
        catch (Exception exception)
        {
            Session.ExitCode = SurveyTask.ExitCodeOf(exception, context.Interruption);
            throw;
        }
    }
}
