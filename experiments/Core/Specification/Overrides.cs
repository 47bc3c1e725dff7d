using Survey.Experiments.Specification.Source;

namespace Survey.Experiments.Specification;

/// <summary>The <c>--set path=value</c> arguments. They change the tree before it is bound, so that they are checked like the file.</summary>
internal sealed class Overrides
{
    private readonly FindingCollector findings;
    private readonly List<Override> pending = [];

    public Overrides(IReadOnlyList<string> arguments, FindingCollector findings)
    {
        this.findings = findings;
        foreach (var argument in arguments)
        {
            if (Parse(argument) is { } parsed)
            {
                pending.Add(parsed);
            }
        }
    }

    /// <summary>Sets what the files write out. What names an experiment that only a matrix makes waits for <see cref="ApplyRest"/>.</summary>
    public SourceMap ApplyWritten(SourceMap root)
    {
        foreach (var item in pending.ToList())
        {
            if (item.Path is not ["experiments", var name, _, ..] || (root.Find("experiments")?.Value as SourceMap)?.Find(name) is not null)
            {
                pending.Remove(item);
                root = Apply(root, item);
            }
        }

        return root;
    }

    /// <summary>Sets what is left in the experiments that the matrices made.</summary>
    public SourceMap ApplyRest(SourceMap root)
    {
        foreach (var item in pending)
        {
            root = Apply(root, item);
        }

        return root;
    }

    private Override? Parse(string argument)
    {
        var location = new SourceLocation($"--set {argument}", 0, 0);
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1 || SourcePath.Parse(argument[..equals].Trim()) is not { } path)
        {
            findings.Error(location, "The argument is not of the form path=value.", "Write it like --set models.cnn.epochs=1.");
            return null;
        }

        var text = argument[(equals + 1)..];
        var isStructured = text.TrimStart() is ['[' or '{' or '"' or '\'', ..];
        var value = isStructured ? SourceReader.Read(location.File, text, findings) : new SourceScalar(location, text, isQuoted: false);
        return value is null ? null : new Override(path, Relocate(value, location));
    }

    /// <summary>Positions inside an argument help nobody: the argument is short and is shown whole.</summary>
    private static SourceNode Relocate(SourceNode node, SourceLocation location) => node switch
    {
        SourceScalar scalar => new SourceScalar(location, scalar.Text, scalar.IsQuoted),
        SourceList list => new SourceList(location, [.. list.Items.Select(item => Relocate(item, location))]),
        SourceMap map => new SourceMap(location, [.. map.Entries.Select(entry => new SourceEntry(entry.Key, location, Relocate(entry.Value, location)))]),
        _ => node,
    };

    private SourceMap Apply(SourceMap root, Override item)
    {
        var section = root.Find(item.Path[0])?.Value as SourceMap;
        var isEntry = item.Path[0] is not ("survey" or "defaults" or "include") && item.Value is not SourceMap;
        if (isEntry && item.Path.Count > 1 && section is not null && section.Find(item.Path[1]) is null)
        {
            string[] known = [.. section.Entries.Select(entry => entry.Key)];
            var isTypo = Nearest.Find(item.Path[1], known).Count > 0;
            var whole = isTypo ? "" : $" To add it, give it whole: --set '{item.Path[0]}.{item.Path[1]}={{ key: value, ... }}'.";
            findings.Error(item.Value.Location, $"'{item.Path[0]}' has no entry '{item.Path[1]}'.{whole}", Nearest.Suggest(item.Path[1], known));
            return root;
        }

        try
        {
            return (SourceMap)SourceEdit.Set(root, item.Path, item.Value);
        }
        catch (SourceRefusedException refused)
        {
            findings.Error(refused.Location, refused.Message, refused.Suggestion);
            return root;
        }
    }

    private sealed record Override(IReadOnlyList<string> Path, SourceNode Value);
}
