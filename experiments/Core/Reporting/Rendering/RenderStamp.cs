using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Survey.Experiments.Running;

namespace Survey.Experiments.Reporting.Rendering;

/// <summary>
/// Remembers what the last report was made from, so that rendering with nothing to do costs little more than reading a directory. Files are told apart by
/// path, size and time of writing: evidence is sealed when it is written and never changed in place with both kept.
/// </summary>
internal sealed class RenderStamp(string cache, string templates, ReportSources sources, string? publish)
{
    // As they are before anything is rendered: what changes meanwhile is found by the next call.
    private readonly string inputs = InputsOf(sources, templates, publish);

    private string File => Path.Combine(cache, $"render-{Short(sources.Output)}.json");

    /// <summary>Whether the outputs are those of exactly these inputs.</summary>
    /// <param name="outputs">The outputs' names, when they are.</param>
    public bool IsCurrent(out IReadOnlyList<string> outputs)
    {
        outputs = [];
        if (!System.IO.File.Exists(File) || Read() is not { } stamp || stamp.Inputs != inputs || stamp.Outputs.Any(output => StateOf(output.Key) != output.Value))
            return false;
        outputs = [.. stamp.Outputs.Keys.Order(StringComparer.Ordinal).Select(path => Path.GetRelativePath(sources.Output, path).Replace('\\', '/'))];
        return true;
    }

    /// <summary>Remembers the inputs and these outputs.</summary>
    public void Save(IEnumerable<string> outputs) =>
        AtomicFile.WriteJson(File, new Stamp(inputs, outputs.ToDictionary(path => path, StateOf, StringComparer.Ordinal)));

    private Stamp? Read()
    {
        try
        {
            return JsonSerializer.Deserialize<Stamp>(System.IO.File.ReadAllText(File), ArtifactJson.Options);
        }
        catch (JsonException)
        {
            // A damaged stamp only costs one rendering.
            return null;
        }
    }

    private static string InputsOf(ReportSources sources, string templates, string? publish)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(typeof(RenderStamp).Assembly.ManifestModule.ModuleVersionId.ToString());
        Add(JsonSerializer.Serialize(sources.Spec, ArtifactJson.Line));
        Add($"{publish} {sources.CodeBase}");
        var files = sources.Evidence.SelectMany(root => new[] { root.Runs, root.Models }).Append(sources.History).Append(templates).OfType<string>()
            .Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        var byHand = sources.Spec.Networks.Values.SelectMany(network => new[] { network.Claims, network.Findings }).Append(sources.Conclusion).OfType<string>().Select(sources.Resolve);
        foreach (var file in files.Concat(byHand).Order(StringComparer.Ordinal))
            Add($"{file} {StateOf(file)}");
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
    }

    private static string StateOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "missing";
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];

    private sealed record Stamp(string Inputs, IReadOnlyDictionary<string, string> Outputs);
}
