using System.Text.RegularExpressions;
using Survey.Worker.Sources;

namespace Survey.Worker.Serving;

/// <summary>A model and the name clients call it by.</summary>
internal sealed partial record NamedModel(string Name, Source Source)
{
    /// <summary>Reads <c>name=source</c>, or a source alone, whose file name without extension is then the name.</summary>
    public static NamedModel Parse(string text)
    {
        if (Prefix().Match(text) is { Success: true } match)
            return new(match.Groups[1].Value, Source.Parse(text[match.Length..]));
        var source = Source.Parse(text);
        var name = Path.GetFileNameWithoutExtension(source.FileName);
        return ValidName().IsMatch(name)
            ? new(name, source)
            : throw new WorkerException(ExitCode.Usage, $"'{name}' is no name for a model; give one with --model name={text}.");
    }

    [GeneratedRegex("^([A-Za-z0-9._-]{1,64})=")]
    private static partial Regex Prefix();

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex ValidName();
}
