using Survey.Experiments.Images;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Models.Pipeline;

/// <summary>What the pipeline gets handed in.</summary>
public sealed record PipelineTools
{
    /// <summary>For mirrors with a URL.</summary>
    public required HttpClient Http { get; init; }

    /// <summary>The only clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Where progress goes.</summary>
    public required IEventSink Events { get; init; }

    /// <summary>Compiles the worker and lays out images.</summary>
    public required WorkerImageBuilder Images { get; init; }

    /// <summary>The container engine.</summary>
    public required IImageEngine Engine { get; init; }

    /// <summary>Folder of experiments.yaml; relative paths in it start there.</summary>
    public required string SpecificationFolder { get; init; }

    /// <summary>The folders that programs are looked for in, as PATH has them.</summary>
    public required string SearchPath { get; init; }

    /// <summary>Runs stages although nothing changed.</summary>
    public bool Force { get; init; }

    /// <summary>The drivers; they say how their models are delivered by default.</summary>
    public IReadOnlyDictionary<string, NetworkDriver> Drivers { get; init; } = NetworkDrivers.All;
}
