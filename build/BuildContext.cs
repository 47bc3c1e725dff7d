using Cake.Core;
using Cake.Frosting;
using Spectre.Console;
using Survey.Build.Terminal;
using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Build;

/// <summary>What every task gets to see.</summary>
public sealed class BuildContext : FrostingContext
{
    // A pipe has no width: lines are not to be broken where a terminal of 80 columns would end.
    private const int PlainWidth = 160;

    /// <summary>Takes the services that Cake hands in.</summary>
    public BuildContext(ICakeContext context, IAnsiConsole console)
        : base(context)
    {
        Console = console;
        if (System.Console.IsOutputRedirected)
            console.Profile.Width = PlainWidth;
    }

    /// <summary>The console as Cake draws on it.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Ends when the user or the system asks the program to stop.</summary>
    public CancellationToken Cancellation => Interruption.Token;

    /// <summary>Values given with <c>--set path=value</c>, in order.</summary>
    public IReadOnlyList<string> Overrides => [.. Arguments.GetArguments("set")];

    /// <summary>Runs work whose events are shown: live on a terminal, as plain lines in a pipe and on build servers.</summary>
    public Task ShowAsync(Func<IEventSink, Task> work) =>
        Console.Profile.Capabilities.Interactive && !System.Console.IsOutputRedirected && !IsBuildServer
            ? LiveEvents.RunAsync(Console, TimeProvider.System, work)
            : work(new PlainEvents(System.Console.Out, TimeProvider.System));

    // The variable that build servers agree on.
    private static bool IsBuildServer => System.Environment.GetEnvironmentVariable("CI") is { Length: > 0 } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase);

    internal Interruption Interruption { get; } = new(System.Console.Error, TimeProvider.System);

    /// <summary>The YAML file: experiments.yaml, or the one given with <c>--file</c>.</summary>
    public string SpecificationFile => Option("file") is { } file ? Path.GetFullPath(file, Repository.Root) : Repository.Experiments;

    /// <summary>Everything generated: artifacts/ of the repository, or the folder given with <c>--artifacts</c>, seen from where the command was typed.</summary>
    public ArtifactFolder Artifacts => new(Option("artifacts") is { Length: > 0 } folder ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) : Repository.Artifacts);

    /// <summary>experiments.yaml with the overrides applied, or what is wrong with it.</summary>
    public LoadResult LoadSpecification() => SurveyFile.Load(SpecificationFile, new LoadOptions { Set = Overrides });

    /// <summary>The libraries put together for this command.</summary>
    internal SurveyHost Survey => field ??= new SurveyHost(this);

    /// <summary>Value of an argument, or null when it was not given.</summary>
    public string? Option(string name) => Arguments.GetArguments(name).LastOrDefault();

    /// <summary>Whether a switch such as <c>--real</c> was given.</summary>
    public bool Switch(string name) => Arguments.HasArgument(name) && Option(name) is null or "" or "true";
}
