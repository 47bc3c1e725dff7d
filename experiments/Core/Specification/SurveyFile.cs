using Survey.Experiments.Specification.Binding;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification;

/// <summary>Reads experiments.yaml.</summary>
public static class SurveyFile
{
    /// <summary>
    /// Reads the file and everything it includes, applies overrides, defaults and matrices, and checks all of it. Never throws for what
    /// the files hold: every finding is in the result, all at once. Nothing outside the files named is touched.
    /// </summary>
    /// <param name="path">The main file, as findings shall name it.</param>
    /// <param name="options">Overrides, environment and drivers.</param>
    public static LoadResult Load(string path, LoadOptions? options = null)
    {
        options ??= new LoadOptions();
        var findings = new FindingCollector();
        var spec = new SourceFiles(findings).Load(path) is { } root ? Bind(root, path, options, findings) : null;
        return new LoadResult(findings.Errors == 0 ? spec : null, findings.ToList());
    }

    private static SurveySpec? Bind(SourceMap root, string path, LoadOptions options, FindingCollector findings)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var context = new BindingContext(findings, options.Environment, folder);
        var overrides = new Overrides(options.Set, findings);
        root = overrides.ApplyWritten(root.Without([.. root.Entries.Select(entry => entry.Key).Where(FileKeys.IsExtension)]));
        var defaults = ReadDefaults(root, options, findings, folder);
        var matrix = new MatrixExpansion(findings);
        if (root.Find("experiments") is { Value: SourceMap experiments } section)
        {
            root = root.With(section with { Value = matrix.Expand(experiments, defaults) });
        }

        root = overrides.ApplyRest(root).Without("defaults");
        if (ValueBinders.For(typeof(SurveySpec)).Bind(root, "", context) is not SurveySpec spec)
        {
            return null;
        }

        spec = new DriverSections(options.Drivers, context.ForDrivers()).Bind(spec, root);
        spec = spec with
        {
            Experiments = spec.Experiments.ToDictionary(
                pair => pair.Key, pair => pair.Value with { ExpandedFrom = matrix.Origins.GetValueOrDefault(pair.Key) }),
            EnvironmentReferences = context.References,
        };
        new SurveyChecks(spec, root, context, options.Drivers).Run();
        return spec;
    }

    /// <summary>Binds the defaults on their own, so that a mistake in them is found once and even when no experiment uses them.</summary>
    private static SourceMap ReadDefaults(SourceMap root, LoadOptions options, FindingCollector findings, string folder)
    {
        if (root.Find("defaults") is not { } defaults)
        {
            return new SourceMap(root.Location, []);
        }

        var context = new BindingContext(findings, options.Environment, folder) { IsPartial = true };
        ValueBinders.For(typeof(ExperimentSpec)).Bind(defaults.Value, "defaults", context);
        return defaults.Value as SourceMap ?? new SourceMap(root.Location, []);
    }
}
