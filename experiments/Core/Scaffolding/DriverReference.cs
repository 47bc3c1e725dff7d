using System.Text;
using Survey.Experiments.Networks;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Scaffolding;

/// <summary>The reference page of drivers (docs/drivers.md), written from the types that bind their settings.</summary>
public static class DriverReference
{
    /// <summary>The whole page, Markdown.</summary>
    public static string Render(IReadOnlyDictionary<string, NetworkDriver> drivers)
    {
        var page = new StringBuilder("""
            # Drivers

            What may stand under `settings` of a network and under `options` of an experiment, by driver. Written from the program's own types
            (`./build.sh --target=Schema` writes it again, a test holds it against them); editors show the same through the schema.


            """);
        foreach (var driver in drivers.Values.OrderBy(driver => driver.Name, StringComparer.Ordinal))
        {
            // Types that two drivers share are described with each.
            var described = new HashSet<Type>();
            page.Append($"## {driver.Name}\n\n{driver.Description}\n\n");
            TypeTables.Describe(page, described, driver.Settings, $"networks.x.settings ({driver.Name})");
            TypeTables.Describe(page, described, driver.Options, $"experiments.x.options ({driver.Name})");
        }

        page.Append("## Variables of step templates\n\nWhat templates of the `http` and `command` drivers see, besides their own `variables` and captured values.\n\n| variable | meaning |\n|---|---|\n");
        foreach (var (name, meaning) in StepVariables.Meanings)
            page.Append($"| `{name}` | {meaning} |\n");
        return page.ToString().ReplaceLineEndings("\n");
    }
}
