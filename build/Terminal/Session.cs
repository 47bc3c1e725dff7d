using Survey.Experiments;

namespace Survey.Build.Terminal;

/// <summary>The two ends of a run on the console: who may write to standard output, and what comes last.</summary>
internal static class Session
{
    private static readonly string[] DocumentTargets = ["Matrix", "Schema"];

    private static readonly string[] TreeSwitches = ["--tree", "--showtree"];

    // Cake keeps these to itself: they are not among the arguments that tasks see.
    private static readonly string[] ListSwitches = [.. TreeSwitches, "--description", "--descriptions", "--showdescription", "--showdescriptions"];

    /// <summary>Whether all targets are to be listed.</summary>
    public static bool IsListAsked { get; private set; }

    /// <summary>Whether the targets are to be drawn instead of run.</summary>
    public static bool IsTreeAsked { get; private set; }

    /// <summary>Where a JSON document goes. Set aside before anybody else can write to standard output.</summary>
    public static TextWriter Document { get; private set; } = Console.Out;

    /// <summary>Printed after everything else, Cake's own report included.</summary>
    public static string? LastLine { get; set; }

    /// <summary>What a failed task means in the table of exit codes; null when no task failed.</summary>
    public static ExitCode? ExitCode { get; set; }

    public static int Run(string[] arguments, Func<string[], int> run)
    {
        // Cake colours whatever looks like a build server; a file or a pipe gets plain text.
        if (Console.IsOutputRedirected)
            Environment.SetEnvironmentVariable("NO_COLOR", "1");
        IsListAsked = arguments.Intersect(ListSwitches, StringComparer.OrdinalIgnoreCase).Any();
        IsTreeAsked = arguments.Any(IsTreeSwitch);
        Document = Console.Out;
        if (WantsDocument(arguments))
            Console.SetOut(Console.Error);

        if (arguments.Any(argument => argument is "--help" or "-h" or "-?"))
            Console.WriteLine(Help.Text);
        // Cake would draw instead of asking the engine, see TreeEngine.
        var exitCode = run([.. arguments.Where(argument => !IsTreeSwitch(argument))]);
        if (exitCode != 0 && ExitCode is null)
            Console.Error.WriteLine(Help.Hint);
        if (LastLine is not null)
            Console.WriteLine(LastLine);
        return exitCode == 0 ? 0 : (int)(ExitCode ?? Experiments.ExitCode.Error);
    }

    private static bool IsTreeSwitch(string argument) => TreeSwitches.Contains(argument, StringComparer.OrdinalIgnoreCase);

    private static bool WantsDocument(string[] arguments) =>
        arguments.Contains("--json")
        || arguments.Zip(arguments.Skip(1).Append("")).Any(pair => DocumentTargets.Any(target =>
            pair.First is "--target" or "-t"
                ? pair.Second.Equals(target, StringComparison.OrdinalIgnoreCase)
                : pair.First.Equals($"--target={target}", StringComparison.OrdinalIgnoreCase)));
}
