using System.Text.Json.Nodes;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification.Binding;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification;

/// <summary>Settings and options as the records of a driver, read from the JSON that the specification and the journal hold.</summary>
public static class DriverValues
{
    /// <summary>The settings of a network. Secrets are still <c>${NAME}</c>.</summary>
    /// <exception cref="SpecificationException">The JSON does not fit the driver's record.</exception>
    public static object BindSettings(this NetworkDriver driver, JsonObject? settings) => Bind(driver.Settings, settings, $"settings of {driver.Name}");

    /// <summary>The options of an experiment.</summary>
    /// <exception cref="SpecificationException">The JSON does not fit the driver's record.</exception>
    public static object BindOptions(this NetworkDriver driver, JsonObject? options) => Bind(driver.Options, options, $"options of {driver.Name}");

    /// <summary>What the driver can do with these settings of a network.</summary>
    /// <exception cref="SpecificationException">The JSON does not fit the driver's record.</exception>
    public static Capabilities CapabilitiesWith(this NetworkDriver driver, JsonObject? settings) =>
        driver.Narrow is { } narrow ? narrow(driver.BindSettings(settings)) : driver.Capabilities;

    /// <summary>Any record as the JSON it is bound from: camelCase, durations and money as text, absent values left out.</summary>
    public static JsonObject ToJson(object record) => (JsonObject)ValueBinders.For(record.GetType()).ToJson(record)!;

    /// <summary>A record from such JSON.</summary>
    /// <exception cref="SpecificationException">The JSON does not fit the record.</exception>
    public static object Bind(Type type, JsonObject? json, string what)
    {
        var findings = new FindingCollector();
        var context = new BindingContext(findings, null, "");
        var bound = ValueBinders.For(type).Bind(JsonSource.Read(json ?? [], what), what, context);
        return findings.Errors == 0 ? bound : throw new SpecificationException(findings.ToList());
    }
}
