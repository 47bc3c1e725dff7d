namespace Survey.Experiments.Isolation;

/// <summary>What stands behind an image reference when work runs as a plain process.</summary>
/// <param name="Reference">The image reference; a trailing <c>*</c> matches any rest.</param>
/// <param name="RootFolder">The image's root as a folder of this machine.</param>
/// <param name="Entrypoint">Program and first arguments; an absolute path is looked up below the root folder first.</param>
/// <param name="Environment">The image's own environment.</param>
/// <param name="Files">Further files of the image: absolute path inside, full path on this machine.</param>
public sealed record ProcessImage(
    string Reference,
    string RootFolder,
    IReadOnlyList<string> Entrypoint,
    IReadOnlyDictionary<string, string>? Environment = null,
    IReadOnlyDictionary<string, string>? Files = null)
{
    /// <summary>Whether this is the image asked for.</summary>
    public bool Matches(string image) => Reference.EndsWith('*')
        ? image.StartsWith(Reference[..^1], StringComparison.Ordinal)
        : image == Reference;

    /// <summary>The program as a path of this machine.</summary>
    public string Resolve(string program)
    {
        var inside = Path.Combine(RootFolder, program.TrimStart('/'));
        return program.StartsWith('/') && File.Exists(inside) ? inside : program;
    }
}
