using System.Net.Http.Json;
using Survey.Experiments.Images;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Publishing;

/// <summary>Tells a devnet which image it may run: what a push to a registry is for a real network.</summary>
internal static class DevnetImages
{
    /// <param name="http">Client.</param>
    /// <param name="devnet">Address of the devnet.</param>
    /// <param name="worker">The images.</param>
    /// <param name="model">The model file that the image with the model holds.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RegisterAsync(HttpClient http, Uri devnet, WorkerArtifact worker, string model, CancellationToken cancellationToken)
    {
        await TellAsync(worker.ImageName, files: null);
        // As a plain process the image has no layers: the model stands beside it.
        if (worker.ModelImage is not null || worker.Image is null)
            await TellAsync(worker.ModelImageName, new() { [ModelImage.ModelPath] = Path.GetFullPath(model) });

        async Task TellAsync(string reference, Dictionary<string, string>? files)
        {
            var image = new ProcessImage(reference, Path.GetFullPath(worker.RootFolder), ["/" + worker.Executable], Files: files);
            using var answer = await http.PutAsJsonAsync(new Uri(devnet, "/devnet/images"), image, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new NetworkException(NetworkErrorKind.Rejected, $"The devnet at {devnet} answered {(int)answer.StatusCode} when it was told about the image '{reference}'.");
        }
    }
}
