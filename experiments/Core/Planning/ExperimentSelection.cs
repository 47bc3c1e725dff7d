using Survey.Experiments.Specification;

namespace Survey.Experiments.Planning;

/// <summary>Picks the experiments of a run.</summary>
public static class ExperimentSelection
{
    /// <summary>The names of the experiments that are meant, in the order of the file.</summary>
    /// <exception cref="SurveyException">A name or glob matches nothing, or nothing is left.</exception>
    public static IReadOnlyList<string> Select(SurveySpec spec, SelectionOptions options)
    {
        var experiments = spec.Experiments;
        var origins = experiments.Values.Select(experiment => experiment.ExpandedFrom).OfType<string>();
        var named = Check("--experiment", options.Experiments, [.. experiments.Keys, .. origins]);
        var networks = Check("--network", options.Networks, spec.Networks.Keys);
        var models = Check("--model", options.Models, spec.Models.Keys);
        var patterns = named.Count > 0 ? named : Profile(spec, options.Profile);
        var selected = experiments
            .Where(pair => patterns.Any(pattern => Glob.Matches(pattern, pair.Key) || pair.Value.ExpandedFrom == pattern))
            .Where(pair => networks.Count == 0 || networks.Any(pattern => Glob.Matches(pattern, pair.Value.Network)))
            .Where(pair => models.Count == 0 || models.Any(pattern => Glob.Matches(pattern, pair.Value.Model)))
            .Select(pair => pair.Key).ToList();
        return selected.Count > 0 || experiments.Count == 0 ? selected : throw Nothing(options);
    }

    private static IReadOnlyList<string> Profile(SurveySpec spec, string? name)
    {
        if (name is null)
        {
            return spec.Profiles.GetValueOrDefault("default") ?? ["*"];
        }

        return spec.Profiles.GetValueOrDefault(name) ?? throw Unknown("--profile", name, spec.Profiles.Keys);
    }

    private static IReadOnlyList<string> Check(string argument, IReadOnlyList<string> patterns, IEnumerable<string> known)
    {
        var names = known.ToHashSet(StringComparer.Ordinal);
        foreach (var pattern in patterns)
        {
            if (!names.Any(name => Glob.Matches(pattern, name)))
            {
                throw Unknown(argument, pattern, names);
            }
        }

        return patterns;
    }

    private static SurveyException Unknown(string argument, string name, IEnumerable<string> known)
    {
        var all = known.Order(StringComparer.Ordinal).ToList();
        var near = Nearest.Find(name, all);
        var hint = near.Count > 0 ? $"Nearest: {string.Join(", ", near)}."
            : all.Count == 0 ? "There are none."
            : $"There are: {string.Join(", ", all.Take(20))}{(all.Count > 20 ? $" and {all.Count - 20} more" : "")}.";
        return new SurveyException(ExitCode.InvalidSpecification, $"{argument}={name} matches nothing in experiments.yaml. {hint}");
    }

    private static SurveyException Nothing(SelectionOptions options)
    {
        var hint = options.Experiments.Count == 0 && options.Profile is null ? " of the default profile; add --profile=full to choose from all" : "";
        return new SurveyException(ExitCode.InvalidSpecification, $"The arguments together leave no experiment{hint}.");
    }
}
