using Survey.Experiments.Running;

namespace Survey.Devnets;

/// <summary>The life of one devnet as a process: start, say where, wait for an end, clean up.</summary>
internal static class DevnetProcess
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(
        DevnetFactory factory, DevnetSettings settings, TimeSpan idle, TextWriter output, CancellationToken cancellationToken)
    {
        using var claim = StateClaim.TryTake(settings.StateFolder);
        if (claim is null)
        {
            await output.WriteLineAsync($"Another devnet keeps its state in '{settings.StateFolder}'.");
            return DevnetEndpointFile.StateInUse;
        }

        await using var devnet = await factory.StartAsync(settings, cancellationToken);
        var file = new DevnetEndpointFile(
            devnet.Network, Environment.ProcessId, settings.Time.GetUtcNow(), devnet.Endpoints, devnet.Labels);
        file.Write(settings.StateFolder);
        foreach (var (name, address) in devnet.Endpoints)
            await output.WriteLineAsync($"{devnet.Network} devnet: {name} {address}");
        foreach (var (name, text) in devnet.Labels)
            await output.WriteLineAsync($"  {name}: {text}");
        try
        {
            await output.WriteLineAsync(await WaitForEndAsync(devnet, idle, settings.Time, cancellationToken));
            return 0;
        }
        finally
        {
            DevnetEndpointFile.Remove(settings.StateFolder, Environment.ProcessId);
        }
    }

    private static async Task<string> WaitForEndAsync(IDevnet devnet, TimeSpan idle, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.WhenAny(devnet.StopAsked, Task.Delay(Look, time, cancellationToken));
            if (cancellationToken.IsCancellationRequested)
                return "Interrupted.";
            if (devnet.StopAsked.IsCompleted)
                return "Told to stop.";
            if (idle > TimeSpan.Zero && devnet.Activity.Idle > idle)
                return $"Nobody has used it for {idle.TotalMinutes:0.##} minutes.";
        }
    }
}
