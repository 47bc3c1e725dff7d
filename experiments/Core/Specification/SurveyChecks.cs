using Survey.Experiments.Networks;
using Survey.Experiments.Specification.Binding;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification;

/// <summary>Checks that need more than one section: names that must exist elsewhere, profiles, variables nothing can run without.</summary>
internal sealed class SurveyChecks(SurveySpec spec, SourceMap root, BindingContext context, IReadOnlyDictionary<string, NetworkDriver> drivers)
{
    public void Run()
    {
        CheckNames();
        CheckBaseline();
        CheckExperimentNames();
        CheckProfiles();
        CheckSharedVariables();
    }

    private void CheckNames()
    {
        foreach (var name in context.Names)
        {
            // Names as written: an entry that could not be bound is there all the same.
            IEnumerable<string> known = name.Section == "drivers" ? drivers.Keys : Entries(name.Section);
            if (!known.Contains(name.Name))
            {
                var what = name.Section == "drivers" ? "which is no driver of this program" : $"which '{name.Section}' does not have";
                context.Findings.Error(name.Location, name.Path, $"is '{name.Name}', {what}.", Nearest.Suggest(name.Name, known));
            }
        }
    }

    private void CheckBaseline()
    {
        if (root.Find("survey")?.Value is SourceMap survey && survey.Find("baseline") is not null)
        {
            return;
        }

        if (spec.Networks.Count > 0 && !Entries("networks").Contains(spec.Survey.Baseline))
        {
            var location = root.Find("networks")!.Location;
            context.Findings.Error(location, $"No network is named '{spec.Survey.Baseline}', the baseline; expected it, or 'survey.baseline' with another name.");
        }
    }

    private void CheckExperimentNames()
    {
        foreach (var entry in (root.Find("experiments")?.Value as SourceMap)?.Entries ?? [])
        {
            if (NamePatterns.Targets.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
            {
                context.Findings.Error(entry.Location, $"The experiment '{entry.Key}' is named like a target of the build; expected another name.");
            }
        }
    }

    private void CheckProfiles()
    {
        var names = spec.Experiments.SelectMany(pair => new[] { pair.Key, pair.Value.ExpandedFrom }).OfType<string>().Concat(Entries("experiments"))
            .Distinct(StringComparer.Ordinal).ToList();
        foreach (var profile in (root.Find("profiles")?.Value as SourceMap)?.Entries ?? [])
        {
            foreach (var item in ((profile.Value as SourceList)?.Items ?? []).OfType<SourceScalar>())
            {
                if (!Interpolation.HasReference(item.Text) && !names.Any(name => Glob.Matches(item.Text, name)))
                {
                    context.Findings.Error(
                        item.Location, $"profiles.{profile.Key}", $"selects '{item.Text}', which no experiment matches.", Nearest.Suggest(item.Text, names));
                }
            }
        }
    }

    /// <summary>A variable that is missing stops the experiments that need it; one of the survey as a whole stops all.</summary>
    private void CheckSharedVariables()
    {
        foreach (var reference in context.References)
        {
            var section = reference.Path.Split('.', '[')[0];
            if (reference.IsMissing && (section is "survey" or "profiles" or "properties"))
            {
                context.Findings.Error(
                    new SourceLocation(reference.File, reference.Line, 1),
                    $"{reference.Path} needs the environment variable {reference.Name}, which is not set.",
                    $"Set it, or give it a default: ${{{reference.Name}:-value}}.");
            }
        }
    }

    private IEnumerable<string> Entries(string section) =>
        (root.Find(section)?.Value as SourceMap)?.Entries.Select(entry => entry.Key) ?? [];
}
