namespace Survey.Devnets;

/// <summary>How a devnet is known to <c>DevnetHost</c> and started.</summary>
/// <param name="Network">The network it stands in for.</param>
/// <param name="Description">One sentence for help.</param>
/// <param name="Options">Its own options with their meaning and default, for help.</param>
/// <param name="StartAsync">Starts one; it answers on all its endpoints when the task is done.</param>
public sealed record DevnetFactory(
    string Network,
    string Description,
    IReadOnlyDictionary<string, string> Options,
    Func<DevnetSettings, CancellationToken, Task<IDevnet>> StartAsync);
