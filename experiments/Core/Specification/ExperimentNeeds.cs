namespace Survey.Experiments.Specification;

/// <summary>The entries of other sections that an experiment depends on.</summary>
public static class ExperimentNeeds
{
    /// <summary>The paths an experiment needs wherever it runs, and those it needs only at a real endpoint.</summary>
    public static (IReadOnlyList<string> Always, IReadOnlyList<string> AtEndpoint) PathsOf(SurveySpec spec, string name)
    {
        var experiment = spec.Experiments[name];
        var network = spec.Networks[experiment.Network];
        return (
            [$"experiments.{name}", $"models.{experiment.Model}", $"datasets.{spec.Models[experiment.Model].Dataset}", $"images.{experiment.Image}"],
            [$"networks.{experiment.Network}", $"images.{experiment.Image}.push", .. network.Hosting is { } hosting ? new[] { $"hosting.{hosting}" } : []]);
    }

    /// <summary>The variables that an experiment needs and that are not set.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="name">The experiment.</param>
    /// <param name="atEndpoint">Whether it talks to the endpoint in the YAML, not to a devnet.</param>
    /// <param name="published">Whether image, model and inputs are published for it.</param>
    public static IReadOnlyList<EnvironmentReference> MissingVariables(SurveySpec spec, string name, bool atEndpoint, bool published)
    {
        var (always, endpoint) = PathsOf(spec, name);
        bool IsNeeded(string path) => endpoint.Any(entry => IsBelow(path, entry))
            ? (atEndpoint && IsBelow(path, endpoint[0])) || (published && endpoint.Skip(1).Any(entry => IsBelow(path, entry)))
            : always.Any(entry => IsBelow(path, entry));
        return [.. spec.EnvironmentReferences.Where(reference => reference.IsMissing && IsNeeded(reference.Path))];
    }

    private static bool IsBelow(string path, string entry) =>
        path.StartsWith(entry, StringComparison.Ordinal) && (path.Length == entry.Length || path[entry.Length] is '.' or '[');
}
