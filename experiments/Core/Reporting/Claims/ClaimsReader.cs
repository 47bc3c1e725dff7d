using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Survey.Experiments.Reporting.Claims;

/// <summary>Turns the text of a <c>claims.yaml</c> into claims. Strict: an unknown key, a missing one and a wrong value are problems with their line.</summary>
internal sealed class ClaimsReader(string network, string file, IReadOnlyCollection<string> properties)
{
    private static readonly string[] Keys = ["id", "property", "topic", "statement", "cell", "unsupported", "source", "date", "value"];

    private readonly List<SourceProblem> problems = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public ClaimsFile Read(string text)
    {
        var claims = new List<Claim>();
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            claims.AddRange(Items(stream).Select(ReadClaim).OfType<Claim>());
        }
        catch (YamlException error)
        {
            problems.Add(new SourceProblem(file, (int)error.Start.Line, $"This is not YAML: {error.Message}"));
        }

        return new ClaimsFile(problems.Count == 0 ? claims : [], problems);
    }

    private IEnumerable<YamlMappingNode> Items(YamlStream stream)
    {
        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode root)
        {
            problems.Add(new SourceProblem(file, 1, "The file must be one mapping with the key 'claims'."));
            yield break;
        }

        foreach (var (key, value) in root.Children)
        {
            if (Text(key) != "claims")
                Wrong(key, $"Unknown key '{Text(key)}': the file has one key, 'claims'.");
            else if (value is not YamlSequenceNode list)
                Wrong(value, "'claims' must be a list.");
            else
                foreach (var item in list)
                {
                    if (item is YamlMappingNode mapping)
                        yield return mapping;
                    else
                        Wrong(item, "A claim must be a mapping with id, property, topic, statement, source and date.");
                }
        }
    }

    private Claim? ReadClaim(YamlMappingNode node)
    {
        var before = problems.Count;
        foreach (var key in node.Children.Keys.Where(key => !Keys.Contains(Text(key))))
            Wrong(key, $"Unknown key '{Text(key)}': a claim has {string.Join(", ", Keys)}.");
        var id = Required(node, "id");
        if (id.Length > 0 && !ids.Add(id))
            Wrong(node, $"The id '{id}' is used twice: give each claim its own.");
        var property = Required(node, "property");
        if (property.Length > 0 && !properties.Contains(property))
            Wrong(node.Children["property"], $"Unknown property '{property}': the survey has {string.Join(", ", properties)}.");
        var topic = Required(node, "topic");
        var statement = Required(node, "statement");
        var source = Source(node);
        var date = Date(node);
        var value = Value(node);
        var unsupported = Flag(node, "unsupported");
        return problems.Count > before ? null : new Claim
        {
            Id = id,
            Network = network,
            Property = property,
            Topic = topic,
            Statement = statement,
            Cell = Optional(node, "cell"),
            Unsupported = unsupported,
            Source = source!,
            Date = date,
            Value = value,
        };
    }

    private Uri? Source(YamlMappingNode node)
    {
        var text = Required(node, "source");
        if (Uri.TryCreate(text, UriKind.Absolute, out var source) && source.Scheme is "https" or "http")
            return source;
        if (text.Length > 0)
            Wrong(node.Children["source"], $"'{text}' is not a web address: name the page with https://.");
        return null;
    }

    private DateOnly Date(YamlMappingNode node)
    {
        var text = Required(node, "date");
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && text.Length > 0)
            Wrong(node.Children["date"], $"'{text}' is not a day: write it as YYYY-MM-DD.");
        return date;
    }

    private double? Value(YamlMappingNode node)
    {
        if (Optional(node, "value") is not { } text)
            return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
            return value;
        Wrong(node.Children["value"], $"'{text}' is not a number: a yes is 1, a no is 0.");
        return null;
    }

    private bool Flag(YamlMappingNode node, string key)
    {
        var text = Optional(node, key);
        if (text is not (null or "true" or "false"))
            Wrong(node.Children[key], $"'{text}' is neither true nor false.");
        return text == "true";
    }

    private string Required(YamlMappingNode node, string key)
    {
        if (Optional(node, key) is { } text)
            return text;
        if (!node.Children.ContainsKey(key))
            Wrong(node, $"The claim lacks '{key}': add it.");
        return "";
    }

    private string? Optional(YamlMappingNode node, string key)
    {
        if (!node.Children.TryGetValue(key, out var value))
            return null;
        var text = Text(value).Trim();
        if (text.Length > 0)
            return text;
        Wrong(value, $"'{key}' must be a text that is not empty.");
        return null;
    }

    private void Wrong(YamlNode node, string message) => problems.Add(new SourceProblem(file, (int)node.Start.Line, message));

    private static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";
}
