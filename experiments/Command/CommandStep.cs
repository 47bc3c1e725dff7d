using System.ComponentModel;
using Survey.Experiments.Specification;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Command;

/// <summary>One run of a command line tool.</summary>
[Description("One run of a command line tool.")]
public sealed record CommandStep : Step
{
    /// <summary>Program and arguments; each element is one argument, never a shell line.</summary>
    [SecretReference(AllowText = true)]
    [Description("Program and arguments. Each element is a template and stays one argument; there is no shell.")]
    public required IReadOnlyList<string> Run { get; init; }

    /// <summary>Template of what is written to standard input.</summary>
    [SecretReference(AllowText = true)]
    [Description("Template of what is written to standard input.")]
    public string? Stdin { get; init; }

    /// <summary>Template of the working folder.</summary>
    [Description("Template of the working folder. Absent: the experiment's folder.")]
    public string? WorkingFolder { get; init; }

    /// <summary>Further environment variables; values are templates, secrets as <c>${NAME}</c>.</summary>
    [SecretReference(AllowText = true)]
    [Description("Further environment variables; values are templates, secrets as ${NAME}. The only way a secret reaches a tool.")]
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    internal override IEnumerable<(string Path, string Template)> Templates() =>
        base.Templates()
            .Concat(Run.Select((argument, index) => ($"run[{index}]", argument)))
            .Concat(Environment.Select(entry => ($"environment.{entry.Key}", entry.Value)))
            .Concat(new[] { ("stdin", Stdin), ("workingFolder", WorkingFolder) }.Where(part => part.Item2 is not null).Select(part => (part.Item1, part.Item2!)));

    internal override IEnumerable<SpecificationProblem> Problems()
    {
        if (Run.Count == 0 || string.IsNullOrWhiteSpace(Run[0]))
            yield return new SpecificationProblem("run", "is empty; expected the program and its arguments, for example [tool, submit].");
        foreach (var (index, argument) in Run.Index())
        {
            if (argument.Contains("${", StringComparison.Ordinal))
                yield return new SpecificationProblem($"run[{index}]", "holds a secret, and every user of the machine can read command lines; expected it in 'environment' or 'stdin'.");
        }
    }
}
