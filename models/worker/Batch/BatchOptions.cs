using Survey.Worker.Inputs;
using Survey.Worker.Sources;

namespace Survey.Worker.Batch;

/// <summary>What <c>worker batch</c> was asked to do.</summary>
internal sealed record BatchOptions(Source Model, Source Input, string Output)
{
    public int BatchSize { get; init; } = 64;

    /// <summary>Images to skip at the start of the input.</summary>
    public int Offset { get; init; }

    /// <summary>Images to take behind the offset; all when null.</summary>
    public int? Limit { get; init; }

    /// <summary>The slice of what offset and limit left.</summary>
    public Partition Partition { get; init; } = Partition.Whole;

    public string Set { get; init; } = DataSet.Test;

    /// <summary>Threads one inference may use.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
