using System.Globalization;
using System.Text.Json.Nodes;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>The worker as the container of an algorithm asset.</summary>
internal static class WorkerContainer
{
    /// <summary>Image and entrypoint for a run. The node splits the entrypoint at blanks and knows no quotes.</summary>
    /// <exception cref="NetworkException">There is no image, or a file name has a blank, or two inputs would overwrite each other.</exception>
    public static JsonObject Of(ExperimentRun run, Standing standing)
    {
        if (standing != Standing.Devnet && run.Worker.Image is null)
            throw Refused("no image of the worker was built: Ocean runs containers only, start dockerd");
        if (standing != Standing.Devnet && run.Worker.Digest is null)
            throw Refused("the worker's image was not pushed: a node pulls every image by its digest, set images.push");
        var (model, inputs) = (NameOf(run.Model), NameOf(run.Inputs));
        if (model == inputs)
            throw Refused($"the model and the inputs are both named '{model}' and would overwrite each other in /data/inputs");
        var (name, tag) = Split(run.Worker.ImageName);
        return new JsonObject
        {
            ["entrypoint"] = string.Create(
                CultureInfo.InvariantCulture,
                $"/{run.Worker.Executable} batch --model /data/inputs/{model} --input /data/inputs/{inputs} --output /data/outputs --limit {run.InputCount} --batch {run.Spec.Workload.BatchSize}"),
            ["image"] = name,
            ["tag"] = tag,
            ["checksum"] = run.Worker.Digest ?? "",
        };
    }

    /// <summary>The name a file gets in the job: the last part of its URL.</summary>
    public static string NameOf(FileArtifact file)
    {
        var url = file.Url ?? throw Refused($"{Path.GetFileName(file.Path)} is not hosted: name a hosting entry for the network");
        var name = Path.GetFileName(Uri.UnescapeDataString(url.AbsolutePath));
        return name.Length > 0 && !name.Contains(' ') ? name : throw Refused($"the URL {url} ends in no plain file name");
    }

    private static (string Name, string Tag) Split(string image)
    {
        var reference = image.Split('@')[0];
        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/') ? (reference[..colon], reference[(colon + 1)..]) : (reference, "latest");
    }

    private static NetworkException Refused(string why) => new(NetworkErrorKind.Rejected, $"The algorithm cannot be published: {why}.");
}
