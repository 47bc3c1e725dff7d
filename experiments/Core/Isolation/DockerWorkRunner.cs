using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Survey.Experiments.Isolation;

/// <summary>Runs work in containers of the local engine.</summary>
public sealed class DockerWorkRunner : IWorkRunner
{
    /// <summary>Label that says which process a container belongs to, so that those of a dead one can be found.</summary>
    public const string OwnerLabel = "survey.devnet.process";

    private readonly DockerClient client;

    private DockerWorkRunner(DockerClient client) => this.client = client;

    /// <inheritdoc/>
    public IsolationKind Kind => IsolationKind.Docker;

    /// <summary>The engine, for what only one network needs of it.</summary>
    public IDockerClient Client => client;

    /// <summary>A runner on the local engine, or null when none answers. Containers of devnets that are dead are removed.</summary>
    public static Task<DockerWorkRunner?> TryConnectAsync(CancellationToken cancellationToken) => TryConnectAsync(null, cancellationToken);

    /// <summary>A runner on the engine at an address, see <see cref="DockerAddress"/>; null when none answers.</summary>
    public static async Task<DockerWorkRunner?> TryConnectAsync(Uri? engine, CancellationToken cancellationToken)
    {
        using var configuration = DockerAddress.Configuration(engine);
        var client = configuration.CreateClient();
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromSeconds(5));
            await client.System.PingAsync(patience.Token);
            await RemoveOrphansAsync(client, cancellationToken);
            return new DockerWorkRunner(client);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or TimeoutException or DockerApiException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            client.Dispose();
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<IRunningWork> StartAsync(WorkOrder order, CancellationToken cancellationToken)
    {
        string id;
        try
        {
            id = (await client.Containers.CreateContainerAsync(Parameters(order), cancellationToken)).ID;
        }
        catch (DockerApiException exception)
        {
            throw new WorkStartException(created: false, Words(exception), exception);
        }

        try
        {
            await order.Created(id);
            return await DockerWork.StartAsync(client, id, order, cancellationToken);
        }
        catch (Exception exception)
        {
            await DockerWork.RemoveAsync(client, id);
            if (exception is DockerApiException refused)
                throw new WorkStartException(created: true, Words(refused), refused);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What the engine said, as its own command line puts it.</summary>
    public static string Words(DockerApiException exception)
    {
        try
        {
            using var body = JsonDocument.Parse(exception.ResponseBody);
            return $"Error response from daemon: {body.RootElement.GetProperty("message").GetString()}";
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"Error response from daemon: {exception.ResponseBody}";
        }
    }

    private static CreateContainerParameters Parameters(WorkOrder order) => new()
    {
        Name = order.Name,
        Image = order.Image,
        Entrypoint = order.Entrypoint is { Count: > 0 } entrypoint ? [.. entrypoint] : null,
        Cmd = order.Arguments is { Count: > 0 } arguments ? [.. arguments] : null,
        Env = [.. order.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
        WorkingDir = order.WorkingDirectory,
        User = order.User,
        Labels = LabelsOf(order),
        ExposedPorts = order.Ports.ToDictionary(port => $"{port.Target}/tcp", _ => default(EmptyStruct)),
        HostConfig = new HostConfig
        {
            Memory = order.MemoryBytes ?? 0,
            // Without this the engine allows as much swap again, and a limit is no limit.
            MemorySwap = order.MemoryBytes ?? 0,
            NanoCPUs = (long)Math.Round((order.Cpu ?? 0) * 1e9),
            NetworkMode = order.Network.ToString().ToLowerInvariant(),
            ReadonlyRootfs = order.ReadOnlyRoot,
            CapDrop = order.Confined ? ["ALL"] : null,
            SecurityOpt = order.Confined ? ["no-new-privileges"] : null,
            PidsLimit = order.Confined ? 512 : null,
            ExtraHosts = order.Network == WorkNetwork.Bridge ? ["host.docker.internal:host-gateway"] : null,
            Mounts = [.. order.Mounts.Select(mount => new Mount
            {
                Type = "bind", Source = mount.Source, Target = mount.Target, ReadOnly = mount.ReadOnly,
            })],
            PortBindings = order.Network == WorkNetwork.Bridge
                ? order.Ports.ToDictionary(port => $"{port.Target}/tcp", IList<PortBinding> (port) =>
                    [new PortBinding { HostIP = port.HostAddress, HostPort = $"{port.HostPort}" }])
                : null,
        },
    };

    private static Dictionary<string, string> LabelsOf(WorkOrder order)
    {
        var labels = new Dictionary<string, string>(order.Labels);
        if (order.EndsWithOwner)
            labels[OwnerLabel] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return labels;
    }

    private static async Task RemoveOrphansAsync(DockerClient client, CancellationToken cancellationToken)
    {
        var filter = new Dictionary<string, IDictionary<string, bool>> { ["label"] = new Dictionary<string, bool> { [OwnerLabel] = true } };
        var containers = await client.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = filter }, cancellationToken);
        foreach (var container in containers)
        {
            if (!int.TryParse(container.Labels[OwnerLabel], CultureInfo.InvariantCulture, out var owner) || !IsAlive(owner))
                await DockerWork.RemoveAsync(client, container.ID);
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
