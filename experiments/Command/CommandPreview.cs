using Survey.Experiments.Steps;

namespace Survey.Experiments.Command;

/// <summary>Tool runs as Plan shows them.</summary>
internal static class CommandPreview
{
    /// <summary>Arguments, environment, folder and standard input on one line. Arguments with blanks are quoted for reading; no shell is involved.</summary>
    internal static string Describe(CommandStep step, StepPreviewText text)
    {
        var parts = step.Environment.Select(entry => $"{entry.Key}={text.Of(entry.Value)}")
            .Concat(step.Run.Select(argument => Quoted(text.Of(argument))));
        var line = string.Join(' ', parts);
        if (step.WorkingFolder is not null)
            line += $" in {text.Of(step.WorkingFolder)}";
        return step.Stdin is null ? line : $"{line} < {Quoted(text.Of(step.Stdin))}";
    }

    private static string Quoted(string argument) => argument.Length == 0 || argument.Any(char.IsWhiteSpace) ? $"'{argument}'" : argument;
}
