using System.Diagnostics;
using System.Text.Json;

namespace Survey.Experiments.Running;

/// <summary>
/// How a devnet that runs as a process of its own is found again: <c>endpoint.json</c> in its state folder, written once it answers and
/// removed when it ends.
/// </summary>
/// <param name="Network">The network it stands in for.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="StartedAt">When it began to answer.</param>
/// <param name="Endpoints">Its addresses by name; <c>api</c> is the one a driver talks to.</param>
/// <param name="Labels">How it isolates work and where it deviates from the real software; shown with every result.</param>
public sealed record DevnetEndpointFile(
    string Network,
    int ProcessId,
    DateTimeOffset StartedAt,
    IReadOnlyDictionary<string, string> Endpoints,
    IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "endpoint.json";

    /// <summary>Exit code of a devnet whose state folder belongs to another one, which starts, runs or ends.</summary>
    public const int StateInUse = 3;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, NewLine = "\n", MaxDepth = 8 };

    /// <summary>Writes it whole: a reader sees the old file or the new one, never half of one.</summary>
    public void Write(string stateFolder)
    {
        Directory.CreateDirectory(stateFolder);
        var path = Path.Combine(stateFolder, FileName);
        var draft = $"{path}.{ProcessId}.tmp";
        File.WriteAllText(draft, JsonSerializer.Serialize(this, Json) + "\n");
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>The devnet of a state folder, or null when there is none, its file is unreadable, or its process is gone.</summary>
    public static DevnetEndpointFile? FindAlive(string stateFolder)
    {
        try
        {
            var found = JsonSerializer.Deserialize<DevnetEndpointFile>(File.ReadAllText(Path.Combine(stateFolder, FileName)), Json);
            return found is not null && IsAlive(found) ? found : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Removes the file if it still speaks of the given process.</summary>
    public static void Remove(string stateFolder, int processId)
    {
        if (FindAlive(stateFolder) is { } found && found.ProcessId == processId)
            File.Delete(Path.Combine(stateFolder, FileName));
    }

    // A process id is used again some day: the process must also be older than the file that names it.
    private static bool IsAlive(DevnetEndpointFile file)
    {
        try
        {
            using var process = Process.GetProcessById(file.ProcessId);
            return !process.HasExited && process.StartTime.ToUniversalTime() <= file.StartedAt.UtcDateTime.AddSeconds(1);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
