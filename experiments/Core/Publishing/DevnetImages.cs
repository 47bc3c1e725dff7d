using System.Net.Http.Json;
using Survey.Experiments.Images;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Publishing;

/// <summary>Tells a devnet which image it may run: what a push to a registry is for a real network.</summary>
internal static class DevnetImages
{
    /// <summary>What a worker is called that no engine made an image of: devnets run it as a plain process.</summary>
    public const string NameWithoutImage = "worker:latest";

    /// <param name="http">Client.</param>
    /// <param name="devnet">Address of the devnet.</param>
    /// <param name="worker">The images.</param>
    /// <param name="model">The model file that the image with the model holds; null when there is none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RegisterAsync(HttpClient http, Uri devnet, WorkerArtifact worker, string? model, CancellationToken cancellationToken)
    {
        foreach (var reference in new[] { worker.Image, worker.ModelImage }.OfType<string>().DefaultIfEmpty(NameWithoutImage))
        {
            // As a plain process the image has no layers: the model stands beside it.
            var files = model is not null && reference == worker.ModelImage
                ? new Dictionary<string, string> { [ModelImage.ModelPath] = Path.GetFullPath(model) }
                : null;
            var image = new ProcessImage(reference, Path.GetFullPath(worker.RootFolder), ["/" + worker.Executable], Files: files);
            using var answer = await http.PutAsJsonAsync(new Uri(devnet, "/devnet/images"), image, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new NetworkException(NetworkErrorKind.Rejected, $"The devnet at {devnet} answered {(int)answer.StatusCode} when it was told about the image '{reference}'.");
        }
    }
}
