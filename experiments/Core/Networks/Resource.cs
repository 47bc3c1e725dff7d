namespace Survey.Experiments.Networks;

/// <summary>Something a run creates outside this machine's artifacts folder and must remove again.</summary>
/// <param name="Kind">The network's own word: <c>container</c>, <c>job</c>, <c>agreement</c>, <c>data-nft</c>, <c>hosted-file</c>.</param>
/// <param name="Name">The name chosen before the create; enough to find it on the network when the id never arrived.</param>
/// <param name="Id">The id given by the network; null while unknown.</param>
/// <param name="Properties">Everything else needed to delete it. Never a secret.</param>
public sealed record Resource(string Kind, string Name, string? Id, IReadOnlyDictionary<string, string> Properties);
