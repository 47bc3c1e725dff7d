using System.Globalization;
using System.Text.RegularExpressions;
using Survey.Experiments.Reporting.Claims;
using Survey.Experiments.Reporting.Model;

namespace Survey.Experiments.Reporting.Findings;

/// <summary>Reads a page written by hand and resolves its citations: <c>[claim id]</c>, <c>[run id experiment file]</c>, <c>[transcript name number]</c>.</summary>
internal sealed partial class FindingsReader(IReadOnlyDictionary<string, ClaimEntry> claims, IReadOnlyList<ExperimentRow> rows)
{
    private const int MaxBytes = 1024 * 1024;
    private readonly List<SourceProblem> problems = [];

    /// <summary>Reads a file; null when there is none.</summary>
    public FindingsPage? Read(string path, string name)
    {
        if (!File.Exists(path))
            return null;
        if (new FileInfo(path).Length > MaxBytes)
            return new FindingsPage("", null, [new SourceProblem(name, 1, $"The file is larger than {MaxBytes / 1024} KiB: shorten it.")]);
        var lines = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = i + 1;
            lines[i] = Citation().Replace(lines[i], match => Resolve(match, name, line));
        }

        var start = Array.FindIndex(lines, line => line.Trim() == "## Traps");
        if (start < 0)
            return new FindingsPage(string.Join('\n', lines).Trim(), null, problems);
        var end = Array.FindIndex(lines, start + 1, line => line.StartsWith("## ", StringComparison.Ordinal));
        end = end < 0 ? lines.Length : end;
        return new FindingsPage(string.Join('\n', [.. lines[..start], .. lines[end..]]).Trim(), string.Join('\n', lines[(start + 1)..end]).Trim(), problems);
    }

    private string Resolve(Match match, string file, int line)
    {
        var words = match.Groups["rest"].Value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        return match.Groups["kind"].Value switch
        {
            "claim" => Claim(words, file, line),
            "run" => Run(words, file, line),
            // Which network it is of shows where it stands; the number tells the recordings apart.
            _ => $"[\\[rec. {string.Join(' ', words.Skip(1).DefaultIfEmpty(words[0]))}\\]]({Anchors.Recordings} \"transcript {string.Join(' ', words)}\")",
        };
    }

    private string Claim(string[] words, string file, int line)
    {
        var unknown = words.Where(id => !claims.ContainsKey(id)).ToList();
        problems.AddRange(unknown.Select(id => new SourceProblem(file, line, $"There is no claim '{id}': add it to claims.yaml or mend the citation.")));
        // A number keeps the sentence readable; the claim itself is one click away, and says who, where and when.
        return string.Join(" ", words.Select(id => claims.TryGetValue(id, out var claim)
            ? string.Create(CultureInfo.InvariantCulture, $"[\\[{claim.Number}\\]]({Anchors.Claim(id)} \"{id}\")")
            : $"\\[no claim {id}\\]"));
    }

    private string Run(string[] words, string file, int line)
    {
        var row = rows.FirstOrDefault(candidate => candidate.RunId == words[0] && (words.Length < 2 || candidate.Experiment == words[1]));
        var text = $"\\[run {string.Join(' ', words)}\\]";
        if (row is not null)
            return $"[{text}]({(words.Length > 2 ? row.Evidence.To(words[2], words[2]).Href : Anchors.Row(row.RunId, row.Experiment))})";
        problems.Add(new SourceProblem(file, line, $"Run '{string.Join(' ', words)}' is not among the evidence: keep it under report/evidence or mend the citation."));
        return text;
    }

    [GeneratedRegex(@"\[(?<kind>claim|run|transcript) (?<rest>[A-Za-z0-9._ ,-]+)\](?!\()", RegexOptions.CultureInvariant)]
    private static partial Regex Citation();
}
