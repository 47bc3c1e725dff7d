namespace Survey.Experiments.Bacalhau;

/// <summary>What a job document is rendered from.</summary>
internal sealed record JobModel
{
    public required string Name { get; init; }
    public required string Namespace { get; init; }
    public required string Type { get; init; }
    public int Count { get; init; } = 1;
    public required string Run { get; init; }
    public required string Experiment { get; init; }
    public IReadOnlyList<KeyValuePair<string, string>> Constraints { get; init; } = [];
    public required string Image { get; init; }
    public required IReadOnlyList<string> Entrypoint { get; init; }
    public required IReadOnlyList<string> Parameters { get; init; }
    public IReadOnlyList<JobInput> Inputs { get; init; } = [];

    /// <summary>Whether <c>/outputs</c> comes back.</summary>
    public bool Outputs { get; init; }

    public required string Cpu { get; init; }
    public required string Memory { get; init; }
    public required string Disk { get; init; }
    public int Gpu { get; init; }

    /// <summary>Host port of a service; 0 for a job without network.</summary>
    public int Port { get; init; }

    /// <summary>Seconds.</summary>
    public long ExecutionTimeout { get; init; }

    /// <inheritdoc cref="ExecutionTimeout"/>
    public long QueueTimeout { get; init; }

    /// <inheritdoc cref="ExecutionTimeout"/>
    public long TotalTimeout { get; init; }
}

/// <summary>One input of a job.</summary>
/// <param name="Type"><c>urlDownload</c> or <c>inline</c>.</param>
/// <param name="Url">Where it is fetched from, or a data URL.</param>
/// <param name="Alias">Name of the input.</param>
/// <param name="Target">Folder it appears in; for a single inline file the file itself.</param>
internal sealed record JobInput(string Type, string Url, string Alias, string Target);
