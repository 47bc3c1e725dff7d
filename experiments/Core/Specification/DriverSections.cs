using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification.Binding;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification;

/// <summary>Binds <c>settings</c> of networks and <c>options</c> of experiments to the records of their drivers, as strictly as the rest.</summary>
internal sealed class DriverSections(IReadOnlyDictionary<string, NetworkDriver> drivers, BindingContext context)
{
    public SurveySpec Bind(SurveySpec spec, SourceMap root)
    {
        var networks = spec.Networks.ToDictionary(pair => pair.Key, pair => pair.Value with
        {
            Settings = Bind(Find(root, "networks", pair.Key, "settings"), $"networks.{pair.Key}.settings", pair.Value.Driver, driver => driver.Settings),
        });
        var experiments = spec.Experiments.ToDictionary(pair => pair.Key, pair => pair.Value with
        {
            Options = Bind(
                Find(root, "experiments", pair.Key, "options"),
                $"experiments.{pair.Key}.options",
                pair.Value.Network is { } network ? networks.GetValueOrDefault(network)?.Driver : null,
                driver => driver.Options),
        });
        return spec with { Networks = networks, Experiments = experiments };
    }

    private static SourceNode? Find(SourceMap root, string section, string name, string key) =>
        ((root.Find(section)?.Value as SourceMap)?.Find(name)?.Value as SourceMap)?.Find(key)?.Value;

    private JsonObject? Bind(SourceNode? node, string path, string? driverName, Func<NetworkDriver, Type> type)
    {
        if (node is null or SourceScalar { IsNull: true })
        {
            return null;
        }

        if (driverName is null || !drivers.TryGetValue(driverName, out var driver))
        {
            // An unknown driver is a finding of its own; without one nobody would read these values.
            if (driverName is null)
            {
                context.Findings.Error(node.Location, path, "has values and its network has no driver; expected a driver that reads them.", null);
            }

            return null;
        }

        var binder = ValueBinders.For(type(driver));
        return binder.Bind(node, path, context) is { } bound && bound != ValueBinder.Unbound ? binder.ToJson(bound) as JsonObject : null;
    }
}
