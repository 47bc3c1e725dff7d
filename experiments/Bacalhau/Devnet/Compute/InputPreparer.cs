using System.Text.RegularExpressions;
using Survey.Devnets.Bacalhau.Wire;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>Measures the inputs of a task while bidding, and brings them to the node before the start.</summary>
internal sealed class InputPreparer(UrlInput urls, IReadOnlyList<string> allowedPaths)
{
    /// <summary>Whether jobs may use any path of this machine.</summary>
    public bool AllowsLocalPaths => allowedPaths.Count > 0;

    /// <summary>Disk the inputs will take.</summary>
    public async Task<ulong> SizeAsync(JobTask task, CancellationToken cancellationToken)
    {
        ulong total = 0;
        foreach (var input in task.InputSources ?? [])
            total += await SizeAsync(input, cancellationToken);
        return total;
    }

    /// <summary>The inputs as mounts, below a folder of the execution.</summary>
    public async Task<IReadOnlyList<WorkMount>> PrepareAsync(JobTask task, string folder, CancellationToken cancellationToken)
    {
        var mounts = new List<WorkMount>();
        foreach (var input in task.InputSources ?? [])
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, $"{mounts.Count}")).FullName;
            mounts.Add(await PrepareAsync(input, place, cancellationToken));
        }

        return mounts;
    }

    private async Task<ulong> SizeAsync(InputSource input, CancellationToken cancellationToken)
    {
        try
        {
            switch (input.Source!.Type.ToLowerInvariant())
            {
                case "inline":
                    return InlineData.Size(input.Source.Text("URL"));
                case "urldownload":
                    return await urls.SizeAsync(input.Source.Text("URL"), cancellationToken);
                default:
                    CheckAllowed(input.Source);
                    return 0;
            }
        }
        catch (FormatException exception)
        {
            throw Scanning($"error getting job disk space requirements: {exception.Message}", "Bacalhau:", null);
        }
    }

    private async Task<WorkMount> PrepareAsync(InputSource input, string folder, CancellationToken cancellationToken)
    {
        switch (input.Source!.Type.ToLowerInvariant())
        {
            case "inline":
                return new WorkMount(InlineData.Prepare(input.Source.Text("URL"), folder), input.Target, ReadOnly: false);
            case "urldownload":
                var file = await urls.FetchAsync(input.Source.Text("URL"), folder, cancellationToken);
                return new WorkMount(file, $"{input.Target.TrimEnd('/')}/{Path.GetFileName(file)}", ReadOnly: false);
            default:
                Create(input.Source);
                return new WorkMount(input.Source.Text("SourcePath"), input.Target, !IsWritable(input.Source));
        }
    }

    private void CheckAllowed(SpecConfig source)
    {
        var path = source.Text("SourcePath");
        var matching = allowedPaths.Where(allowed => Matches(Pattern(allowed), path)).ToList();
        if (matching.Count == 0)
            throw Scanning($"volume {path} is not allowlisted", "Bacalhau:ConfigurationError", "Verify Compute.AllowListedLocalPaths configuration property");
        if (IsWritable(source) && !matching.Exists(allowed => allowed.EndsWith(":rw", StringComparison.Ordinal)))
            throw Scanning($"volume {path} is not granted write access", "Bacalhau:ConfigurationError", "Verify Compute.AllowListedLocalPaths configuration property");
        if (!Path.Exists(path) && !IsCreated(source))
            throw Scanning($"volume {path} does not exist and creation is not allowed", "Bacalhau:", null);
    }

    private static bool IsCreated(SpecConfig source) => source.Text("CreateAs").ToLowerInvariant() is "dir" or "file";

    // For the node's user only, as a real node does.
    private static void Create(SpecConfig source)
    {
        var path = source.Text("SourcePath");
        if (Path.Exists(path) || !IsCreated(source))
            return;
        if (source.Text("CreateAs").Equals("dir", StringComparison.OrdinalIgnoreCase))
            Directory.CreateDirectory(path);
        else
            File.WriteAllBytes(path, []);
    }

    private static bool IsWritable(SpecConfig source) => source.Param("ReadWrite") is { } value && value.GetValueKind() == System.Text.Json.JsonValueKind.True;

    private static string Pattern(string allowed) => allowed.EndsWith(":rw", StringComparison.Ordinal) || allowed.EndsWith(":ro", StringComparison.Ordinal)
        ? allowed[..^3]
        : allowed;

    // The whole path must match; ** spans folders, and what comes after .. is not looked at, as on a real node.
    private static bool Matches(string pattern, string path) => Regex.IsMatch(
        path,
        $"^{Regex.Escape(pattern).Replace("/\\*\\*", "(/.*)?", StringComparison.Ordinal).Replace("\\*", "[^/]*", StringComparison.Ordinal)}$");

    private static ComputeException Scanning(string message, string code, string? hint)
    {
        var details = new Dictionary<string, string> { ["ErrorCode"] = code, ["IsError"] = "true" };
        if (hint is not null)
            details["Hint"] = hint;
        return new ComputeException(new ExecutionFailure(Topics.Scanning, $"calculating resource usage of job: {message}", details));
    }
}
