using System.ComponentModel;
using System.Text.Json.Nodes;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Steps;

/// <summary>What every step has, whatever carries it out.</summary>
public abstract record Step
{
    /// <summary>Name, unique within its list; errors and the journal speak of it.</summary>
    [Description("Name, unique within its list: errors, plan and journal speak of it.")]
    public required string Name { get; init; }

    /// <summary>Where it stands in the YAML, <c>file:line</c>; set by the loader.</summary>
    [SourceLocation]
    [Description("Set by the loader: where the step stands, file:line.")]
    public string? Source { get; init; }

    /// <summary>Only when this renders to <c>true</c>.</summary>
    [Description("The step runs only when this template renders to true.")]
    public string? When { get; init; }

    /// <summary>Repeats the step over slices of the inputs.</summary>
    [Description("Repeats the step for each slice of the inputs; the slice is the variable 'batch'.")]
    public ForEachSpec? ForEach { get; init; }

    /// <summary>What the answer must look like.</summary>
    [Description("What the answer must look like. Without it any success counts: status 200 to 299, exit code 0.")]
    public ExpectSpec? Expect { get; init; }

    /// <summary>Values to keep from the answer, by variable name.</summary>
    [Description("Values to keep from the answer, by variable name.")]
    public IReadOnlyDictionary<string, CaptureSpec> Capture { get; init; } = new Dictionary<string, CaptureSpec>();

    /// <summary>Repeats the step until the answer says so.</summary>
    [Description("Repeats the step until the answer fulfils these conditions.")]
    public UntilSpec? Until { get; init; }

    /// <summary>Attempts after a passing error.</summary>
    [Description("Attempts after a passing error (no connection, 429, 5xx, timeout). Absent: one attempt. Only for steps that are safe to repeat.")]
    public RetrySpec? Retry { get; init; }

    /// <summary>Limit for one attempt.</summary>
    [Description("Limit for one attempt, for example 30s.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Marks the step as a create: journalled before it is sent.</summary>
    [Description("Marks the step as a create: journalled before it leaves this machine, with the teardown steps that undo it.")]
    public RecordSpec? Record { get; init; }

    /// <summary>Resources the answer lists; used in <c>residue</c>.</summary>
    [Description("residue: the resources that the answer lists.")]
    public FindSpec? Find { get; init; }

    /// <summary>File below the experiment's folder the answer's body is written to.</summary>
    [Description("Writes the answer's body to this file below the experiment's folder, for example raw/result.tar.")]
    public string? Save { get; init; }

    /// <summary>Unpacks the body.</summary>
    [Description("Unpacks the answer's body (tar, tar.gz) into a folder below the experiment's folder.")]
    public ExtractSpec? Extract { get; init; }

    /// <summary>Takes predictions from the answer.</summary>
    [Description("Takes predictions from the answer, in input order.")]
    public CollectSpec? Collect { get; init; }

    /// <summary>A clock that this step's duration is added to.</summary>
    [Description("Clock that the duration of this step is added to: queue, pull, start, first-answer, compute, fetch, settle.")]
    public string? Clock { get; init; }

    /// <summary>The templates of the step by the path of their key, so that a broken one is found before anything is sent.</summary>
    internal virtual IEnumerable<(string Path, string Template)> Templates()
    {
        if (When is not null)
            yield return ("when", When);
        if (Record is not null)
            yield return ("record.resourceName", Record.ResourceName);
        if (Record?.Id is not null)
            yield return ("record.id", Record.Id);
        if (Save is not null)
            yield return ("save", Save);
        if (Extract is not null)
            yield return ("extract.to", Extract.To);
        if (Collect?.File is not null)
            yield return ("collect.file", Collect.File);
    }

    /// <summary>What is wrong with the step's own keys, by the path of the key.</summary>
    internal virtual IEnumerable<SpecificationProblem> Problems() => [];

    /// <summary>The templates in the strings of a JSON document.</summary>
    private protected static IEnumerable<(string Path, string Template)> Templates(string path, JsonNode? json) => json switch
    {
        JsonObject members => members.SelectMany(member => Templates($"{path}.{member.Key}", member.Value)),
        JsonArray items => items.SelectMany((item, index) => Templates($"{path}[{index}]", item)),
        JsonValue value when value.TryGetValue<string>(out var text) => [(path, text)],
        _ => [],
    };
}

/// <summary>Slices of the inputs.</summary>
[Description("Repeats a step over slices of the inputs.")]
public sealed record ForEachSpec
{
    /// <summary>Images per slice.</summary>
    [Description("Images per slice; 1 makes single requests, whose latencies are measured.")]
    public required int Images { get; init; }
}

/// <summary>Conditions on an answer.</summary>
[Description("Conditions on an answer; all must hold.")]
public record ExpectSpec
{
    /// <summary>Accepted HTTP status codes.</summary>
    [Description("http: accepted status codes.")]
    public IReadOnlyList<int> Status { get; init; } = [];

    /// <summary>Accepted exit codes.</summary>
    [Description("command: accepted exit codes.")]
    public IReadOnlyList<int> ExitCode { get; init; } = [];

    /// <summary>JSON path to the value it must have.</summary>
    [Description("JSON path to the value it must have; a list means any of them, null means that nothing may be there. Where a path with a filter meets several values, all of them must have it.")]
    public JsonObject? Json { get; init; }

    /// <summary>Regular expression the text must match.</summary>
    [Description("Regular expression that the body or standard output must match.")]
    public string? Matches { get; init; }
}

/// <summary>Where a value comes from: exactly one of json, header, regex.</summary>
[Description("Where a value comes from: exactly one of json, header and regex.")]
public sealed record CaptureSpec
{
    /// <summary>JSON path into the body.</summary>
    [Description("JSON path into the body or standard output.")]
    public string? Json { get; init; }

    /// <summary>Name of a header.</summary>
    [Description("http: name of a header. command: stderr is standard error.")]
    public string? Header { get; init; }

    /// <summary>Regular expression; its first group, or the whole match.</summary>
    [Description("Regular expression over the text; its first group is taken, or the whole match.")]
    public string? Regex { get; init; }

    /// <summary>Whether a missing value is an empty variable instead of an error.</summary>
    [Description("A missing value gives an empty variable instead of an error.")]
    public bool Optional { get; init; }
}

/// <summary>Polling.</summary>
[Description("Repeats the step until all conditions hold.")]
public sealed record UntilSpec : ExpectSpec
{
    /// <summary>Pause between two polls.</summary>
    [Description("Pause between two polls, for example 500ms.")]
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Limit for all polls together.</summary>
    [Description("Limit for all polls together, for example 2m.")]
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Conditions under which waiting is pointless.</summary>
    [Description("Conditions under which waiting is pointless: the step fails at once.")]
    public ExpectSpec? Fail { get; init; }

    /// <summary>JSON path to the network's own words about a failure.</summary>
    [Description("JSON path to the network's own words about the failure, for the message. Absent: the beginning of the answer.")]
    public string? Reason { get; init; }
}

/// <summary>Repeating after passing errors.</summary>
[Description("Repeating after passing errors, with jittered back-off.")]
public sealed record RetrySpec
{
    /// <summary>Attempts in all.</summary>
    [Description("Attempts in all, 1 to 10.")]
    public int Attempts { get; init; } = 3;

    /// <summary>First pause.</summary>
    [Description("The first pause; each later one is longer.")]
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>A resource that the step creates.</summary>
[Description("The resource that the step creates.")]
public sealed record RecordSpec
{
    /// <summary>The network's own word for it.</summary>
    [Description("The network's own word for it, for example container or job.")]
    public required string Kind { get; init; }

    /// <summary>Template of its name, known before the create.</summary>
    [Description("Template of its name, known before the create: enough to find it when the answer never came.")]
    public required string ResourceName { get; init; }

    /// <summary>Template of its id, from captured values.</summary>
    [Description("Template of its id, from the values this step captures.")]
    public string? Id { get; init; }

    /// <summary>The teardown steps that undo it, in order; the last proves that it is gone.</summary>
    [Description("The teardown steps that undo it, in order. The last one is the proof that it is gone.")]
    public required IReadOnlyList<string> Undo { get; init; }

    /// <summary>Whether a trace stays by the network's design.</summary>
    [Description("What the network keeps by design after the undo, in one sentence. Makes it 'remains' instead of 'gone'.")]
    public string? Remains { get; init; }
}

/// <summary>Resources in an answer.</summary>
[Description("The resources that an answer lists.")]
public sealed record FindSpec
{
    /// <summary>The network's own word for them.</summary>
    [Description("The network's own word for them.")]
    public required string Kind { get; init; }

    /// <summary>JSON path to the entries.</summary>
    [Description("JSON path to the entries. Absent for a command that prints one id a line.")]
    public string? Each { get; init; }

    /// <summary>JSON path to the id within an entry.</summary>
    [Description("JSON path to the id within an entry.")]
    public string? Id { get; init; }

    /// <summary>JSON path to the name within an entry.</summary>
    [Description("JSON path to the name within an entry.")]
    public string? ResourceName { get; init; }

    /// <summary>The teardown steps that undo them.</summary>
    [Description("The teardown steps that undo them, in order.")]
    public required IReadOnlyList<string> Undo { get; init; }
}

/// <summary>Archive formats.</summary>
public enum ArchiveFormat
{
    /// <summary>Uncompressed tar.</summary>
    Tar,

    /// <summary>Tar inside gzip.</summary>
    TarGz,
}

/// <summary>Unpacking of an answer.</summary>
[Description("Unpacks the body of an answer.")]
public sealed record ExtractSpec
{
    /// <summary>The format.</summary>
    [Description("tar or tar-gz.")]
    public ArchiveFormat Format { get; init; } = ArchiveFormat.Tar;

    /// <summary>Folder below the experiment's folder.</summary>
    [Description("Folder below the experiment's folder, for example raw/result.")]
    public required string To { get; init; }
}

/// <summary>Where predictions are in an answer: exactly one of file, argmax, logits.</summary>
[Description("Where the predictions are: exactly one of file, argmax and logits.")]
public sealed record CollectSpec
{
    /// <summary>A <c>predictions.json</c> below the experiment's folder (saved or extracted before).</summary>
    [Description("A predictions.json of the survey's worker below the experiment's folder, saved or extracted by this or an earlier step.")]
    public string? File { get; init; }

    /// <summary>JSON path to the classes of this answer.</summary>
    [Description("JSON path to the predicted classes: one number, or a list in input order.")]
    public string? Argmax { get; init; }

    /// <summary>JSON path to the logits of this answer, row by row.</summary>
    [Description("JSON path to the logits or probabilities, flat, image by image.")]
    public string? Logits { get; init; }

    /// <summary>Classes per image, for logits.</summary>
    [Description("Classes per image, for logits.")]
    public int Classes { get; init; } = 10;
}
