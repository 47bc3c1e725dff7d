using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Survey.Experiments.Specification.Source;

/// <summary>Reads one YAML text into nodes with positions. Works on parser events: no node is ever copied for an alias.</summary>
internal sealed class SourceReader
{
    private readonly string file;
    private readonly FindingCollector findings;
    private readonly Parser parser;
    private readonly Dictionary<string, SourceNode?> anchors = new(StringComparer.Ordinal);

    private SourceReader(string file, TextReader text, FindingCollector findings)
    {
        this.file = file;
        this.findings = findings;
        parser = new Parser(new Scanner(text, skipComments: true));
    }

    /// <summary>The root of the text, or null after reporting why there is none.</summary>
    public static SourceNode? Read(string file, string text, FindingCollector findings)
    {
        try
        {
            return new SourceReader(file, new StringReader(text), findings).ReadStream();
        }
        catch (SourceRefusedException refused)
        {
            findings.Error(refused.Location, refused.Message, refused.Suggestion);
            return null;
        }
        catch (YamlException exception)
        {
            var location = new SourceLocation(file, (int)exception.Start.Line, (int)exception.Start.Column);
            findings.Error(location, $"This is not valid YAML: {Sentence(exception.Message)}");
            return null;
        }
    }

    private static string Sentence(string message)
    {
        var text = message.StartsWith('(') && message.IndexOf("): ", StringComparison.Ordinal) is > 0 and var end ? message[(end + 3)..] : message;
        return text.TrimEnd().EndsWith('.') ? text.TrimEnd() : text.TrimEnd() + ".";
    }

    private SourceNode ReadStream()
    {
        Expect<StreamStart>();
        if (parser.Current is StreamEnd)
        {
            return new SourceMap(new SourceLocation(file, 1, 1), []);
        }

        Expect<DocumentStart>();
        var root = ReadNode(0);
        Expect<DocumentEnd>();
        return parser.Current is StreamEnd
            ? root
            : throw Refuse(parser.Current!, "The file holds a second YAML document after '---'; expected one.");
    }

    private SourceNode ReadNode(int depth)
    {
        var current = parser.Current!;
        if (depth > SourceLimits.Depth)
        {
            throw Refuse(current, $"Mappings and lists are nested more than {SourceLimits.Depth} deep.");
        }

        if (current is AnchorAlias alias)
        {
            parser.MoveNext();
            return Resolve(alias, depth);
        }

        var start = (NodeEvent)current;
        CheckTag(start);
        var anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
        {
            anchors[anchor] = null;
        }

        SourceNode node = start switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart => ReadList(depth),
            _ => ReadMap(depth),
        };
        if (node.Size > SourceLimits.Nodes)
        {
            throw Refuse(start, $"The aliases below expand to more than {SourceLimits.Nodes} values.", "Repeat fewer anchors inside each other.");
        }

        if (anchor is not null)
        {
            anchors[anchor] = node;
        }

        return node;
    }

    private SourceNode Resolve(AnchorAlias alias, int depth)
    {
        var name = alias.Value.Value;
        if (!anchors.TryGetValue(name, out var node))
        {
            throw Refuse(alias, $"The alias '*{name}' has no anchor '&{name}' before it.", Nearest.Suggest(name, anchors.Keys));
        }

        if (node is null)
        {
            throw Refuse(alias, $"The alias '*{name}' stands inside its own anchor '&{name}'.");
        }

        return depth + node.Depth <= SourceLimits.Depth
            ? node
            : throw Refuse(alias, $"With the alias '*{name}' mappings and lists are nested more than {SourceLimits.Depth} deep.");
    }

    private SourceScalar ReadScalar(Scalar scalar)
    {
        parser.MoveNext();
        return new SourceScalar(At(scalar), scalar.Value, scalar.Style is not ScalarStyle.Plain);
    }

    private SourceList ReadList(int depth)
    {
        var start = parser.Current!;
        parser.MoveNext();
        var items = new List<SourceNode>();
        var size = 0L;
        while (parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(depth + 1));
            size = CheckSize(start, size + items[^1].Size);
        }

        parser.MoveNext();
        return new SourceList(At(start), items);
    }

    private SourceMap ReadMap(int depth)
    {
        var start = parser.Current!;
        parser.MoveNext();
        var builder = new SourceMapBuilder(findings);
        var size = 0L;
        while (parser.Current is not MappingEnd)
        {
            if (parser.Current is not Scalar key)
            {
                throw Refuse(parser.Current!, "A key is a mapping, a list or an alias; expected plain text.");
            }

            CheckTag(key);
            parser.MoveNext();
            var value = ReadNode(depth + 1);
            builder.Add(key.Value, key.Style is ScalarStyle.Plain, At(key), value);
            size = CheckSize(start, size + value.Size);
        }

        parser.MoveNext();
        return builder.Build(At(start));
    }

    private long CheckSize(ParsingEvent start, long size) => size <= SourceLimits.Nodes
        ? size
        : throw Refuse(start, $"The aliases below expand to more than {SourceLimits.Nodes} values.", "Repeat fewer anchors inside each other.");

    private void CheckTag(NodeEvent node)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            throw Refuse(node, $"The tag '{node.Tag.Value}' is not supported; expected a value without a tag.");
        }
    }

    private void Expect<T>()
        where T : ParsingEvent
    {
        if (parser.Current is null)
        {
            parser.MoveNext();
        }

        if (parser.Current is not T)
        {
            throw Refuse(parser.Current!, "The file is not one YAML document.");
        }

        parser.MoveNext();
    }

    private SourceLocation At(ParsingEvent parsed) => new(file, (int)parsed.Start.Line, (int)parsed.Start.Column);

    private SourceRefusedException Refuse(ParsingEvent at, string message, string? suggestion = null) => new(At(at), message, suggestion);
}
