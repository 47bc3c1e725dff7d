using Survey.Experiments.Specification;

namespace Survey.Experiments.Tests.Specification;

/// <summary>YAML files in a folder of their own.</summary>
internal sealed class YamlFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("survey-yaml-");

    /// <summary>A small survey that is right; tests change one thing.</summary>
    public const string Valid = """
        datasets:
          digits:
            files:
              a: { role: train-images, sha256: 0000000000000000000000000000000000000000000000000000000000000000 }
              b: { role: train-labels, sha256: 0000000000000000000000000000000000000000000000000000000000000001 }
              c: { role: test-images, sha256: 0000000000000000000000000000000000000000000000000000000000000002 }
              d: { role: test-labels, sha256: 0000000000000000000000000000000000000000000000000000000000000003 }
            mirrors: [{ npm: digits@1.0.0 }]
        models:
          cnn: { dataset: digits, architecture: cnn, epochs: 3 }
        images:
          worker: {}
        networks:
          docker: { driver: sample }
        experiments:
          first: { network: docker, model: cnn, image: worker }

        """;

    public string Path => folder.FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(folder.FullName, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public LoadResult Load(string text, LoadOptions? options = null) =>
        SurveyFile.Load(Write("experiments.yaml", text), options ?? Options());

    /// <summary>The findings as they are printed, without the folder.</summary>
    public IReadOnlyList<string> Findings(string text, LoadOptions? options = null) =>
        [.. Load(text, options).Findings.Select(finding => finding.ToString().Replace(folder.FullName + "/", "", StringComparison.Ordinal))];

    public static LoadOptions Options(params (string Name, string Value)[] environment) => new()
    {
        Environment = name => environment.FirstOrDefault(pair => pair.Name == name).Value,
        Drivers = SampleDriver.All,
    };

    public void Dispose() => folder.Delete(recursive: true);
}
