using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Steps;

/// <summary>What the steps of one list work on and leave behind.</summary>
internal sealed class StepScope
{
    /// <summary>The variables templates see; captures add to them.</summary>
    internal required ScriptObject Variables { get; init; }

    /// <summary>The folder that <c>save</c> and <c>extract</c> write below; null where a list has none.</summary>
    internal string? Folder { get; init; }

    /// <summary>The journal for <c>record</c>; null where nothing may be created.</summary>
    internal IExperimentJournal? Journal { get; init; }

    /// <summary>The inputs for <c>forEach</c>; null where a list has none.</summary>
    internal StepInputs? Inputs { get; init; }

    /// <summary>Names of the variables that the settings define: they are kept with recorded resources too.</summary>
    internal IEnumerable<string> Own { get; init; } = [];

    /// <summary>Predictions collected so far, in input order.</summary>
    internal List<int> Argmax { get; } = [];

    /// <summary>The <c>predictions.json</c> that was collected, where one was.</summary>
    internal string? PredictionsFile { get; set; }

    /// <summary>Latencies of single requests.</summary>
    internal List<RequestLatency> Latencies { get; } = [];

    /// <summary>Resources found by <c>find</c>.</summary>
    internal List<Resource> Found { get; } = [];

    /// <summary>Clocks of the steps that name one.</summary>
    internal Dictionary<string, TimeSpan> Clocks { get; } = [];

    /// <summary>Names of captured variables, in order: they are kept with recorded resources.</summary>
    internal List<string> Captured { get; } = [];

    /// <summary>The summary of the last answer, for proofs.</summary>
    internal string LastAnswer { get; set; } = "nothing was asked";

    /// <summary>A full path below the folder, or an error when it would leave it.</summary>
    internal string Below(Step step, string relative)
    {
        if (Folder is null)
            throw StepException.Of(step, NetworkErrorKind.Rejected, "files can be written only by deploy, ready, invoke and logs steps. Remove 'save' and 'extract' here.");
        var root = Path.GetFullPath(Folder) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, relative));
        return path.StartsWith(root, StringComparison.Ordinal)
            ? path
            : throw StepException.Of(step, NetworkErrorKind.Rejected, $"'{relative}' would leave the experiment's folder. Use a relative path without '..'.");
    }
}
