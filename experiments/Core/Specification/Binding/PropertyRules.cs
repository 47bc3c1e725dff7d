using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification.Binding;

/// <summary>What the attributes of a property say about its value. The same attributes become constraints of the JSON Schema.</summary>
internal sealed class PropertyRules(PropertyInfo property)
{
    private readonly RangeAttribute? range = property.GetCustomAttribute<RangeAttribute>();
    private readonly RegularExpressionAttribute? pattern = property.GetCustomAttribute<RegularExpressionAttribute>();
    private readonly AllowedValuesAttribute? allowed = property.GetCustomAttribute<AllowedValuesAttribute>();
    private readonly ReferenceAttribute? reference = property.GetCustomAttribute<ReferenceAttribute>();
    private readonly RelativePathAttribute? relative = property.GetCustomAttribute<RelativePathAttribute>();
    private readonly KeyPatternAttribute? keys = property.GetCustomAttribute<KeyPatternAttribute>();
    private readonly MinLengthAttribute? least = property.GetCustomAttribute<MinLengthAttribute>();

    public SecretReferenceAttribute? Secret { get; } = property.GetCustomAttribute<SecretReferenceAttribute>();

    public bool IsDriverDefined { get; } = property.IsDefined(typeof(DriverDefinedAttribute));

    /// <summary>What is expected, after "expected".</summary>
    public string Describe(string expectation) => this switch
    {
        { Secret: { AllowText: false } } => "${NAME} with the variable that holds the secret",
        { range: { } bounds } => Describe(expectation, bounds),
        { pattern.ErrorMessage: { } words } => words,
        { allowed: { } words } => $"one of {string.Join(", ", words.Values)}",
        { reference: { } section } => section.Section is "drivers" ? "the name of a driver" : section.Section is "devnets" ? "the name of a driver with a devnet" : $"the name of an entry of '{section.Section}'",
        _ => expectation,
    };

    /// <summary>The value, made relative where it is a path, or <see cref="ValueBinder.Unbound"/> after a finding.</summary>
    public object Apply(object value, SourceNode node, string path, BindingContext context, string expectation)
    {
        if (Breaks(value))
        {
            context.Wrong(node, path, expectation, value is string text ? Propose(text) : null);
            return ValueBinder.Unbound;
        }

        if (reference is not null && value is string name)
        {
            context.Names.Add(new NamedReference(reference.Section, name, path, node.Location));
        }

        return relative is not null && value is string file ? Relocate(file, node, path, context) : value;
    }

    /// <summary>Keys become names of files, targets and labels: each must be fit for that.</summary>
    public void CheckKeys(SourceNode node, string path, BindingContext context)
    {
        if (keys is null || node is not SourceMap map)
        {
            return;
        }

        foreach (var entry in map.Entries)
        {
            if (!Regex.IsMatch(entry.Key, $"^(?:{keys.Pattern})\\z", RegexOptions.CultureInvariant))
            {
                context.Findings.Error(entry.Location, path, $"has the key '{entry.Key}'; expected {keys.Expectation}.", null);
            }
        }
    }

    private static string Describe(string expectation, RangeAttribute range)
    {
        var isOpen = range.Maximum is int.MaxValue or double.MaxValue;
        var (least, most) = (Format(range.Minimum), Format(range.Maximum));
        return isOpen ? $"{expectation}, {least} or more" : $"{expectation}, from {least} to {most}";
    }

    private static string Format(object bound) => bound is string text
        ? ScalarFormats.Format(TimeSpan.Parse(text, CultureInfo.InvariantCulture))
        : Convert.ToString(bound, CultureInfo.InvariantCulture)!;

    private bool Breaks(object value) => (range is not null && IsOutside(value, range))
        || (pattern is not null && value is string text && !Regex.IsMatch(text, $"^(?:{pattern.Pattern})\\z", RegexOptions.CultureInvariant))
        || (allowed is not null && !allowed.Values.Contains(value))
        || (least is not null && value is System.Collections.ICollection collection && collection.Count < least.Length)
        || (least is not null && value is string word && word.Trim().Length < least.Length);

    private static bool IsOutside(object value, RangeAttribute range) => value is TimeSpan duration
        ? duration < TimeSpan.Parse((string)range.Minimum, CultureInfo.InvariantCulture)
            || duration > TimeSpan.Parse((string)range.Maximum, CultureInfo.InvariantCulture)
        : Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
            && (number < Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture)
                || number > Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture));

    private string? Propose(string text) => allowed is null ? null
        : Nearest.Find(text, allowed.Values.OfType<string>(), 1) is [var word] ? $"Did you mean '{word}'?" : null;

    private object Relocate(string file, SourceNode node, string path, BindingContext context)
    {
        if (file.Contains('\0', StringComparison.Ordinal))
        {
            context.Wrong(node, path, "the path of a file");
            return ValueBinder.Unbound;
        }

        if (context.HasFullPaths && file.StartsWith("~/", StringComparison.Ordinal))
        {
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), file[2..]);
        }

        // Without a folder it is read from the journal, where paths are full already.
        if (file.StartsWith('~') || Path.IsPathRooted(file) || context.Folder.Length == 0)
        {
            return file;
        }

        // A path in an included file is relative to that file; an argument is relative to the main file.
        var folder = node.Location.Line > 0 ? Path.GetDirectoryName(Path.GetFullPath(node.Location.File))! : context.Folder;
        var full = Path.GetFullPath(Path.Combine(folder, file));
        if (relative!.MustExist && !File.Exists(full))
        {
            context.Wrong(node, path, "the path of a file that exists, relative to the YAML file it stands in");
        }

        return context.HasFullPaths ? full : Path.GetRelativePath(context.Folder, full).Replace('\\', '/');
    }
}
