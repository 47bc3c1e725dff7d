namespace Survey.Experiments.Networks;

/// <summary>What a network offers at this moment.</summary>
/// <param name="Software">Name and version of the node software, as it reports itself.</param>
/// <param name="Offers">One entry per node or compute environment.</param>
public sealed record NetworkSurvey(string Software, IReadOnlyList<ComputeOffer> Offers);

/// <summary>One node or compute environment. What the network does not say is null.</summary>
/// <param name="Id">Its id on the network.</param>
/// <param name="Cpu">Cores on offer.</param>
/// <param name="MemoryBytes">Memory on offer, bytes.</param>
/// <param name="DiskBytes">Disk on offer, bytes.</param>
/// <param name="Gpus">Models of the GPUs on offer.</param>
/// <param name="Prices">Prices by unit, for example <c>cpu-minute</c>.</param>
/// <param name="Features">Engines, publishers, storage sources and the like.</param>
public sealed record ComputeOffer(
    string Id,
    double? Cpu,
    long? MemoryBytes,
    long? DiskBytes,
    IReadOnlyList<string> Gpus,
    IReadOnlyDictionary<string, Money> Prices,
    IReadOnlyList<string> Features);
