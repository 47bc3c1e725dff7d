using Cake.Core;
using Cake.Core.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Survey.Build;

/// <summary>
/// Targets made from experiments.yaml: <c>name</c> and <c>name:Stage</c>. The one file that touches the engine, because name,
/// description and dependencies of a Frosting task come only from attributes on its class.
/// </summary>
internal static class ExperimentTasks
{
    public static void Register(IServiceCollection services) => services.AddSingleton(CreateEngine);

    private static ICakeEngine CreateEngine(IServiceProvider services) =>
        new CakeEngine(services.GetRequiredService<ICakeDataService>(), services.GetRequiredService<ICakeLog>());
}
