namespace Survey.Models.Data;

/// <summary>One place a dataset can be had from.</summary>
internal interface IDatasetMirror
{
    /// <summary>How messages name it.</summary>
    string Description { get; }

    /// <summary>Puts the named files, unpacked and unchecked, into <paramref name="folder"/>.</summary>
    /// <exception cref="MirrorException">This mirror does not have them, or cannot be reached.</exception>
    Task FetchAsync(IReadOnlyCollection<string> files, string folder, CancellationToken cancellationToken);
}
