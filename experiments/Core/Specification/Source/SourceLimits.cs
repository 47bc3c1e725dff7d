namespace Survey.Experiments.Specification.Source;

/// <summary>Bounds on what is read, generous for a survey and small for a machine.</summary>
internal static class SourceLimits
{
    /// <summary>Bytes of one file.</summary>
    public const int FileBytes = 4 * 1024 * 1024;

    /// <summary>Files in all, the main one included.</summary>
    public const int Files = 64;

    /// <summary>Mappings and lists inside each other.</summary>
    public const int Depth = 32;

    /// <summary>Nodes of one file, each alias counted in full. A thousand experiments written out have about 30,000.</summary>
    public const long Nodes = 500_000;

    /// <summary>Experiments after all matrices are expanded.</summary>
    public const int Experiments = 10_000;
}
