using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Survey.Worker.Inference;
using Survey.Worker.Sources;

namespace Survey.Worker.Serving;

/// <summary>Serves models until it is told to stop.</summary>
internal sealed class ServeCommand(SourceReader reader, Stamps stamps, TextWriter output, TextWriter log)
{
    public async Task RunAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        var models = new Dictionary<string, ServedModel>(StringComparer.Ordinal);
        try
        {
            foreach (var named in options.Models)
                await LoadAsync(named, options.Threads, models, cancellationToken);
            stamps.MarkModelLoaded();
            await ListenAsync(options, models, cancellationToken);
        }
        finally
        {
            foreach (var model in models.Values)
                model.Dispose();
        }
    }

    private async Task LoadAsync(NamedModel named, int threads, Dictionary<string, ServedModel> models, CancellationToken cancellationToken)
    {
        if (models.ContainsKey(named.Name))
            throw new WorkerException(ExitCode.Usage, $"Two models are named '{named.Name}'; write --model name=path to tell them apart.");
        var content = await reader.ReadAsync(named.Source, ExitCode.BadModel, cancellationToken);
        models.Add(named.Name, new(named.Name, OnnxModel.Load(content, named.Source.Location, threads)));
    }

    private async Task ListenAsync(ServeOptions options, Dictionary<string, ServedModel> models, CancellationToken cancellationToken)
    {
        await using var application = Build(options);
        application.Run(new ProtocolRouter(models, new InferenceEndpoint(options, stamps), stamps, log).InvokeAsync);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new WorkerException(ExitCode.AddressInUse, $"Port {options.Port} is in use; choose another with --port.", exception);
        }

        var ready = new ReadyLine("ready", application.Urls.First(), [.. models.Keys.Order(StringComparer.Ordinal)], StampRecord.Of(stamps));
        output.WriteLine(JsonSerializer.Serialize(ready, WorkerJson.Default.ReadyLine));
        output.Flush();
        await application.WaitForShutdownAsync(cancellationToken);
        log.WriteLine("Stopped; running requests were answered first.");
    }

    private static WebApplication Build(ServeOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaximumBodyBytes;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
            if (options.Host is { } host)
                kestrel.Listen(host, options.Port);
            else
                kestrel.ListenAnyIP(options.Port);
        });
        return builder.Build();
    }
}
