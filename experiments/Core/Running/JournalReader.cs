using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Survey.Experiments.Running;

/// <summary>Reads the journal as far as it can be read; what cannot is listed, never silently left out.</summary>
internal static class JournalReader
{
    public static (IReadOnlyList<JournalLine> Lines, IReadOnlyList<JournalDamage> Damage) Read(string path)
    {
        var lines = new List<JournalLine>();
        var damage = new List<JournalDamage>();
        if (!File.Exists(path))
            return (lines, damage);
        var number = 0;
        foreach (var text in ReadLines(path))
        {
            number++;
            if (text.Length == 0)
                continue;
            if (TryParse(text, out var line))
                lines.Add(line);
            else
                damage.Add(new JournalDamage(number, text.Length > 120 ? text[..120] : text));
        }

        return (lines, damage);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out JournalLine? line)
    {
        try
        {
            line = JsonSerializer.Deserialize<JournalLine>(text, ArtifactJson.Line);
            return line is { Run: not null, Experiment: not null, Network: not null };
        }
        catch (JsonException)
        {
            line = null;
            return false;
        }
    }

    private static IEnumerable<string> ReadLines(string path)
    {
        try
        {
            return File.ReadAllText(path).Split('\n');
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ArtifactsException($"The journal '{path}' cannot be read: {cause.Message} Make it readable; without it nothing can be swept.", cause);
        }
    }
}
