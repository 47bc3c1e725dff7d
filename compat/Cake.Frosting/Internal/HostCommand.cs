using Cake.Cli;
using Cake.Cli.Infrastructure;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Scripting;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Spectre.Console.Cli;

namespace Cake.Frosting.Internal;

/// <summary>The one command of a host: builds the graph and lets the script host of Cake.Cli that was asked for run it.</summary>
internal sealed class HostCommand(IServiceCollection services) : Command<HostSettings>
{
    public override int Execute(CommandContext context, HostSettings settings, CancellationToken cancellationToken)
    {
        var arguments = context.Remaining.ToCakeArguments(settings.Targets);
        services.AddSingleton<ICakeArguments>(arguments);
        services.AddSingleton(provider => Configuration(provider, arguments));
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<ICakeLog>().Verbosity = settings.Verbosity;
        if (settings.WorkingDirectory is { } directory)
        {
            var environment = provider.GetRequiredService<ICakeEnvironment>();
            environment.WorkingDirectory = directory.MakeAbsolute(environment);
        }

        return Guarded(provider, () =>
        {
            var console = provider.GetRequiredService<IConsole>();
            if (settings.Version)
                provider.GetRequiredService<ICakeVersionFeature>().Run(console);
            else if (settings.Info)
                provider.GetRequiredService<ICakeInfoFeature>().Run(console);
            else
                RunTargets(provider, settings);
        });
    }

    private static int Guarded(IServiceProvider provider, Action run)
    {
        try
        {
            run();
            return 0;
        }
        catch (Exception exception)
        {
            return provider.GetRequiredService<ICakeLog>().LogException(exception);
        }
    }

    private static ICakeConfiguration Configuration(IServiceProvider provider, ICakeArguments arguments)
    {
        var environment = provider.GetRequiredService<ICakeEnvironment>();
        var values = arguments.GetArguments().ToDictionary(pair => pair.Key, pair => pair.Value.FirstOrDefault() ?? "");
        return new CakeConfigurationProvider(provider.GetRequiredService<IFileSystem>(), environment)
            .CreateConfiguration(environment.WorkingDirectory, values);
    }

    private static void RunTargets(IServiceProvider provider, HostSettings settings)
    {
        var engine = provider.GetRequiredService<ICakeEngine>();
        var context = provider.GetService<IFrostingContext>() ?? new FrostingContext(provider.GetRequiredService<ICakeContext>());
        Graph.Register(engine, context, provider.GetServices<IFrostingTask>(), provider.GetService<IFrostingLifetime>());

        var host = ScriptHost(provider, settings, engine, context);
        if (settings.Exclusive)
            host.Settings.UseExclusiveTarget();
        if (settings.Targets.Length == 1)
            host.RunTarget(settings.Targets[0]);
        else
            host.RunTargets(settings.Targets);
    }

    private static ScriptHost ScriptHost(IServiceProvider provider, HostSettings settings, ICakeEngine engine, IFrostingContext context) =>
        settings switch
        {
            { Tree: true } => new TreeScriptHost(engine, context, provider.GetRequiredService<IConsole>()),
            { Description: true } => new DescriptionScriptHost(engine, context, provider.GetRequiredService<IAnsiConsole>()),
            { DryRun: true } => new DryRunScriptHost<IFrostingContext>(engine, context, context.Log),
            _ => new BuildScriptHost<IFrostingContext>(
                engine,
                provider.GetRequiredService<IExecutionStrategy>(),
                context,
                provider.GetRequiredService<ICakeReportPrinter>(),
                context.Configuration,
                context.Log),
        };
}
