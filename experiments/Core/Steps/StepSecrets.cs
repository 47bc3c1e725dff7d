using System.Text.RegularExpressions;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Steps;

/// <summary>
/// Keeps secrets out of templates. Before a template is rendered each <c>${NAME}</c> in it becomes a marker of two private-use characters
/// that no captured value may hold; only the transport turns markers into secrets, everything shown turns them into <c>***</c>.
/// So a network's answer that contains the text <c>${HOME}</c> stays text.
/// </summary>
internal sealed partial class StepSecrets(Func<string, Secret> resolve)
{
    private const char Open = '\uE000';
    private const char Close = '\uE001';
    private readonly List<string> references = [];

    /// <summary>The template with markers in the place of secrets.</summary>
    internal string Mark(string template) => Reference().Replace(template, match =>
    {
        lock (references)
        {
            var index = references.IndexOf(match.Value);
            if (index < 0)
            {
                index = references.Count;
                references.Add(match.Value);
            }

            return $"{Open}{index}{Close}";
        }
    });

    /// <summary>The rendered text as it may be shown.</summary>
    internal static string Mask(string rendered) => Marker().Replace(rendered, "***");

    /// <summary>A template as it may be shown.</summary>
    internal static string Hide(string template) => Reference().Replace(template, "***");

    /// <summary>The rendered text as it is sent.</summary>
    internal string Reveal(string rendered) => Marker().Replace(rendered, match =>
    {
        lock (references)
            return resolve(references[int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)]).Reveal();
    });

    /// <summary>Whether a value from outside could be taken for a marker.</summary>
    internal static bool IsForged(string value) => value.AsSpan().IndexOfAny(Open, Close) >= 0;

    [GeneratedRegex(@"\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^}]*)?\}")]
    private static partial Regex Reference();

    [GeneratedRegex("\uE000([0-9]+)\uE001")]
    private static partial Regex Marker();
}
