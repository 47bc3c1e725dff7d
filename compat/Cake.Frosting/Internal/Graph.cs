using System.Reflection;
using Cake.Core;

namespace Cake.Frosting.Internal;

/// <summary>Puts task classes on the engine; all that is known of a task comes from the attributes on its class.</summary>
internal static class Graph
{
    public static void Register(ICakeEngine engine, ICakeContext context, IEnumerable<IFrostingTask> tasks, IFrostingLifetime? lifetime)
    {
        foreach (var task in tasks)
            Register(engine, context, task);
        if (lifetime is null)
            return;
        engine.RegisterSetupAction(info => lifetime.Setup(context, info));
        engine.RegisterTeardownAction(info => lifetime.Teardown(context, info));
    }

    private static void Register(ICakeEngine engine, ICakeContext context, IFrostingTask task)
    {
        var type = task.GetType();
        var builder = engine.RegisterTask(NameOf(type))
            .Description(type.GetCustomAttribute<TaskDescriptionAttribute>()?.Description ?? string.Empty);
        foreach (var dependency in type.GetCustomAttributes().OfType<ITaskDependency>())
            builder.IsDependentOn(NameOf(dependency.Task));

        builder.WithCriteria(_ => task.ShouldRun(context), task.SkippedMessage)
            .Does(_ => task.RunAsync(context))
            .Finally(_ => task.Finally(context));
        if (Overrides(type, nameof(IFrostingTask.OnError)))
            builder.OnError((exception, _) => task.OnError(exception, context));
    }

    private static string NameOf(Type type) => type.GetCustomAttribute<TaskNameAttribute>()?.Name ?? type.Name;

    // An error handler makes Cake regard the error as handled: it may be there only when the task has one of its own.
    private static bool Overrides(Type type, string method) =>
        type.GetMethods().Any(candidate => candidate.Name == method && candidate.DeclaringType?.Assembly != typeof(Graph).Assembly);
}
