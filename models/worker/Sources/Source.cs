namespace Survey.Worker.Sources;

/// <summary>Where a model or an input comes from: a path, or a URL together with the SHA-256 of what must be found there.</summary>
internal sealed record Source(string Location, string? Sha256)
{
    public bool IsUrl => Location.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || Location.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The last segment of path or URL, without query.</summary>
    public string FileName => Path.GetFileName(IsUrl ? new Uri(Location).AbsolutePath : Location);

    /// <summary>Reads <c>path</c>, <c>URL#digest</c> or <c>URL#sha256=digest</c>; a digest given separately counts as well.</summary>
    public static Source Parse(string text, string? separateDigest = null)
    {
        var (location, digest) = SplitDigest(text);
        digest = Agree(digest, separateDigest, location);
        var source = new Source(location, digest?.ToLowerInvariant());
        if (source.IsUrl && !Uri.TryCreate(location, UriKind.Absolute, out _))
            throw new WorkerException(ExitCode.Usage, $"'{location}' is not a valid URL.");
        if (source.IsUrl && digest is null)
            throw new WorkerException(ExitCode.Usage, $"'{location}' is a URL without a digest; append #sha256=<64 hexadecimal digits> so that what is fetched can be checked.");
        return source;
    }

    private static (string Location, string? Digest) SplitDigest(string text)
    {
        var hash = text.LastIndexOf('#');
        if (hash < 0)
            return (text, null);
        var fragment = text[(hash + 1)..];
        var digest = fragment.StartsWith("sha256=", StringComparison.OrdinalIgnoreCase) ? fragment["sha256=".Length..] : fragment;
        if (Digest.IsHex(digest))
            return (text[..hash], digest);

        // A path may hold '#' in a name; a URL's fragment can only be meant as the digest.
        if (text.StartsWith("http", StringComparison.OrdinalIgnoreCase))
            throw new WorkerException(ExitCode.Usage, $"'{fragment}' behind '{text[..hash]}' is not a SHA-256: it must be 64 hexadecimal digits.");
        return (text, null);
    }

    private static string? Agree(string? inline, string? separate, string location)
    {
        if (separate is not null && !Digest.IsHex(separate))
            throw new WorkerException(ExitCode.Usage, $"'{separate}' is not a SHA-256: it must be 64 hexadecimal digits.");
        if (inline is not null && separate is not null && !string.Equals(inline, separate, StringComparison.OrdinalIgnoreCase))
            throw new WorkerException(ExitCode.Usage, $"Two different digests are given for '{location}': {inline} and {separate}.");
        return inline ?? separate;
    }
}
