using System.Reflection;
using Cake.Cli;
using Cake.Core.Modules;
using Cake.Frosting.Internal;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace Cake.Frosting;

/// <summary>Collects the services of a build and runs it with command line arguments.</summary>
public sealed class CakeHost
{
    private readonly ServiceCollection _services = [];

    /// <summary>Creates a host with Cake's own services registered.</summary>
    public CakeHost()
    {
        _services.AddSingleton<IServiceCollection>(_services);
        _services.UseModule<CoreModule>();
        _services.AddCakeDiagnostics();
        _services.AddSingleton<IVersionResolver, VersionResolver>();
        _services.AddSingleton<ICakeVersionFeature, VersionFeature>();
        _services.AddSingleton<ICakeInfoFeature, InfoFeature>();
    }

    /// <summary>Creates a host.</summary>
    public static CakeHost Create() => new();

    /// <summary>Registers or replaces services; what is registered last wins.</summary>
    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        services(_services);
        return this;
    }

    /// <summary>Runs the build and returns the exit code of the process.</summary>
    public int Run(IEnumerable<string> args)
    {
        foreach (var task in Assembly.GetEntryAssembly()?.GetTypes().Where(IsTask) ?? [])
            _services.AddSingleton(typeof(IFrostingTask), task);

        var application = new CommandApp<HostCommand>(new TypeRegistrar(_services));
        return application.Run(args);
    }

    private static bool IsTask(Type type) => type is { IsClass: true, IsAbstract: false } && typeof(IFrostingTask).IsAssignableFrom(type);
}
