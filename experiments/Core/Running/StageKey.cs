using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Survey.Experiments.Running;

/// <summary>
/// Everything the result of a cached stage depends on, by name: digests of files, configuration values, the code. Two equal keys mean that
/// running the stage again could only give the same files.
/// </summary>
public sealed record StageKey
{
    internal const string Absent = "absent";

    private StageKey(string stage, string name, ImmutableSortedDictionary<string, string> inputs) =>
        (Stage, Name, Inputs) = (stage, name, inputs);

    /// <summary>The stage: <c>Train</c>.</summary>
    public string Stage { get; }

    /// <summary>What it works on: <c>cnn</c>.</summary>
    public string Name { get; }

    /// <summary>The inputs by name, ordinal order.</summary>
    public ImmutableSortedDictionary<string, string> Inputs { get; }

    /// <summary>SHA-256 over all of it, lower-case hex.</summary>
    public string Hash
    {
        get
        {
            var text = string.Join('\n', Inputs.Select(input => $"{input.Key}\0{input.Value}").Prepend(Stage + "\0" + Name));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        }
    }

    /// <summary>Starts a key.</summary>
    public static StageKey For(string stage, string name) =>
        new(stage, name, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>Adds a configuration value under its path in the YAML, for example <c>models.cnn.epochs</c>.</summary>
    public StageKey WithValue(string path, object? value) =>
        With(path, Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null");

    /// <summary>Adds a file by its digest. One that is not there yet counts as absent.</summary>
    public StageKey WithFile(string name, string path) => With(name, File.Exists(path) ? FileDigest.Of(path) : Absent);

    /// <summary>Adds the code that does the work: the module version of its assembly, which a deterministic build changes only with the source.</summary>
    public StageKey WithCode(Assembly assembly) =>
        With("code " + assembly.GetName().Name, assembly.ManifestModule.ModuleVersionId.ToString("n"));

    private StageKey With(string name, string value) => new(Stage, Name, Inputs.SetItem(name, value));
}
