namespace Survey.Experiments.Reporting.Claims;

/// <summary>What a <c>claims.yaml</c> holds, and what is wrong with it.</summary>
/// <param name="Claims">The claims that are whole, in the order of the file.</param>
/// <param name="Problems">Everything that is wrong; a file with problems is not used.</param>
public sealed record ClaimsFile(IReadOnlyList<Claim> Claims, IReadOnlyList<SourceProblem> Problems)
{
    /// <summary>The most a claims file may weigh.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Reads a file. One that cannot be read is a problem like any other.</summary>
    /// <param name="network">The network whose file it is.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="name">How problems name it.</param>
    /// <param name="properties">The survey's properties; a claim about another one is a problem.</param>
    public static ClaimsFile Load(string network, string path, string name, IReadOnlyCollection<string> properties)
    {
        if (!File.Exists(path))
            return Unreadable(name, $"There is no such file: write it, or take 'claims' away from network '{network}'.");
        if (new FileInfo(path).Length > MaxBytes)
            return Unreadable(name, $"The file is larger than {MaxBytes / 1024} KiB: split or shorten it.");
        return Parse(network, File.ReadAllText(path), name, properties);
    }

    /// <summary>Reads the text of a file.</summary>
    public static ClaimsFile Parse(string network, string text, string name, IReadOnlyCollection<string> properties) =>
        new ClaimsReader(network, name, properties).Read(text);

    private static ClaimsFile Unreadable(string name, string message) => new([], [new SourceProblem(name, 1, message)]);
}
