using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Steps;

/// <summary>The variables every template sees. The reference page lists them from here.</summary>
internal static class StepVariables
{
    /// <summary>Names and meanings, for the reference page and for Plan.</summary>
    internal static IReadOnlyDictionary<string, string> Meanings { get; } = new Dictionary<string, string>
    {
        ["endpoint"] = "The network's address without a slash at the end; empty where it has none.",
        ["run.id"] = "The run's id, part of every label and name.",
        ["run.experiment"] = "The experiment's name.",
        ["run.expires"] = "Until when anything created may live, ISO 8601.",
        ["model.path"] = "Full path of the ONNX file. Also model.sha256, model.bytes, model.url (empty unless hosted) and model.file (its name, as a node sees it that fetches the URL).",
        ["inputs.path"] = "Full path of the IDX file with the inputs. Also inputs.sha256, inputs.bytes, inputs.url, inputs.file and inputs.count (images to predict).",
        ["worker.image"] = "Image reference of the worker; empty without an engine. Also worker.digest, worker.modelImage, worker.root and worker.executable.",
        ["workload.batchSize"] = "Images per inference call. Also workload.partitions, workload.requests and workload.concurrency.",
        ["resources.cpu"] = "Cores asked for. Also resources.memoryMiB, resources.diskMiB and resources.gpu.",
        ["limits.run"] = "Seconds one workload may take. Also limits.start and limits.teardown.",
        ["folder"] = "The experiment's folder; save and extract write below it.",
        ["deployment.id"] = "What deploy captured as 'id'.",
        ["batch"] = "In a step with forEach: batch.index, batch.first, batch.count, batch.rows, batch.columns, batch.pixels (0..1) and batch.base64 (bytes 0..255).",
        ["resource"] = "In teardown: resource.kind, resource.name and resource.id (the name where no id ever arrived).",
    };

    /// <summary>Variables known before any experiment.</summary>
    internal static ScriptObject Of(NetworkEndpoint endpoint) => new()
    {
        ["endpoint"] = endpoint.Address?.ToString().TrimEnd('/') ?? "",
    };

    /// <summary>Variables of one experiment.</summary>
    internal static ScriptObject Of(NetworkEndpoint endpoint, ExperimentRun run)
    {
        var variables = Of(endpoint);
        variables["run"] = new ScriptObject { ["id"] = run.RunId, ["experiment"] = run.Experiment, ["expires"] = run.Expires.ToString("O", null) };
        variables["model"] = File(run.Model);
        variables["inputs"] = File(run.Inputs, run.InputCount);
        variables["worker"] = new ScriptObject
        {
            ["image"] = run.Worker.Image ?? "",
            ["digest"] = run.Worker.Digest ?? "",
            ["modelImage"] = run.Worker.ModelImage ?? "",
            ["root"] = run.Worker.RootFolder,
            ["executable"] = run.Worker.Executable,
        };
        Describe(variables, run.Spec);
        variables["folder"] = run.Folder;
        return variables;
    }

    /// <summary>The same for Plan: what only a run knows stands as <c>&lt;name&gt;</c>.</summary>
    internal static ScriptObject Unknown(string experiment, ExperimentSpec spec)
    {
        var variables = new ScriptObject
        {
            ["run"] = new ScriptObject { ["id"] = Later("run.id"), ["experiment"] = experiment, ["expires"] = Later("run.expires") },
            ["folder"] = Later("folder"),
            ["deployment"] = Later("deployment", "id", "endpoint"),
            ["resource"] = Later("resource", "kind", "name", "id"),
            ["model"] = Later("model", "path", "sha256", "bytes", "url", "file"),
            ["inputs"] = Later("inputs", "path", "sha256", "bytes", "url", "file", "count"),
            ["worker"] = Later("worker", "image", "digest", "modelImage", "root", "executable"),
            ["batch"] = Later("batch", "index", "first", "count", "rows", "columns", "pixels", "base64"),
        };
        Describe(variables, spec);
        return variables;
    }

    /// <summary>What stands for a value that is not known yet. It can be shown, and nothing can be computed with it.</summary>
    internal static object Later(string name) => new LaterValue(name);

    private static ScriptObject Later(string name, params string[] members)
    {
        var values = new ScriptObject();
        foreach (var member in members)
            values[member] = Later($"{name}.{member}");
        return values;
    }

    private static void Describe(ScriptObject variables, ExperimentSpec spec)
    {
        var (workload, resources, limits) = (spec.Workload, spec.Resources, spec.Limits);
        variables["workload"] = new ScriptObject
        {
            ["batchSize"] = workload.BatchSize,
            ["partitions"] = workload.Partitions,
            ["requests"] = workload.Requests,
            ["concurrency"] = workload.Concurrency,
        };
        variables["resources"] = new ScriptObject
        {
            ["cpu"] = resources.Cpu,
            ["memoryMiB"] = resources.MemoryMiB,
            ["diskMiB"] = resources.DiskMiB,
            ["gpu"] = resources.Gpu,
        };
        variables["limits"] = new ScriptObject
        {
            ["start"] = limits.Start.TotalSeconds,
            ["run"] = limits.Run.TotalSeconds,
            ["teardown"] = limits.Teardown.TotalSeconds,
        };
    }

    private sealed class LaterValue(string name)
    {
        public override string ToString() => $"<{name}>";
    }

    private static ScriptObject File(FileArtifact file, int? count = null)
    {
        var members = new ScriptObject
        {
            ["path"] = file.Path,
            ["sha256"] = file.Sha256,
            ["bytes"] = file.Bytes,
            ["url"] = file.Url?.AbsoluteUri ?? "",
            ["file"] = Path.GetFileName(file.Url is { } url ? Uri.UnescapeDataString(url.AbsolutePath) : file.Path),
        };
        if (count is not null)
            members["count"] = count;
        return members;
    }
}
