using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
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
        using var server = Build(options);
        try
        {
            await server.StartAsync(new ProtocolApplication(new ProtocolRouter(models, new InferenceEndpoint(options, stamps), stamps, log)), cancellationToken);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new WorkerException(ExitCode.AddressInUse, $"Port {options.Port} is in use; choose another with --port.", exception);
        }

        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var ready = new ReadyLine("ready", address, [.. models.Keys.Order(StringComparer.Ordinal)], StampRecord.Of(stamps));
        output.WriteLine(JsonSerializer.Serialize(ready, WorkerJson.Default.ReadyLine));
        output.Flush();

        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.UnsafeRegister(_ => told.TrySetResult(), null))
            await told.Task;
        using var drain = new CancellationTokenSource(options.Drain);
        await server.StopAsync(drain.Token);
        log.WriteLine(drain.IsCancellationRequested
            ? $"Stopped; requests that took longer than {options.Drain.TotalSeconds:0} s were given up."
            : "Stopped; running requests were answered first.");
    }

    /// <summary>Kestrel and nothing around it: no host, no container, no middleware, each of which costs every request some time.</summary>
    private static KestrelServer Build(ServeOptions options)
    {
        // One image takes less time than a thread takes to wake: requests are answered on the thread that received them, see ServedModel.IsQuick.
        // The runtime reads this once, before its first socket.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        var sockets = new SocketTransportOptions { UnsafePreferInlineScheduling = true };
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = options.MaximumBodyBytes;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        if (options.Host is { } host)
            kestrel.Listen(host, options.Port);
        else
            kestrel.ListenAnyIP(options.Port);
        return new(Options.Create(kestrel), new SocketTransportFactory(Options.Create(sockets), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }
}
