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
        CheckStandIns();
        CheckSharedVariables();
    }

    private void CheckNames()
    {
        foreach (var name in context.Names)
        {
            // Names as written: an entry that could not be bound is there all the same.
            var (known, what) = name.Section switch
            {
                "drivers" => (drivers.Keys, "which is no driver of this program"),
                "devnets" => (drivers.Values.Where(driver => driver.HasDevnet).Select(driver => driver.Name), "which has no embedded network"),
                var section => (Entries(section), $"which '{section}' does not have"),
            };
            if (!known.Contains(name.Name))
            {
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

    private void CheckStandIns()
    {
        foreach (var entry in (root.Find("networks")?.Value as SourceMap)?.Entries ?? [])
        {
            if ((entry.Value as SourceMap)?.Find("devnet") is { } devnet && spec.Networks.GetValueOrDefault(entry.Key) is { Devnet: not null } network
                && (network.Driver is null || (drivers.TryGetValue(network.Driver, out var driver) && driver.HasDevnet)))
            {
                context.Findings.Error(
                    devnet.Location, $"networks.{entry.Key}.devnet", network.Driver is null ? "is set and the network has no driver." : $"is set and the driver '{network.Driver}' has a devnet of its own.", "Remove the key.");
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
