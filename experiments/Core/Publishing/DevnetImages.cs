using System.Net.Http.Json;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Publishing;

/// <summary>Tells a devnet which image it may run: what a push to a registry is for a real network.</summary>
internal static class DevnetImages
{
    public static async Task RegisterAsync(HttpClient http, Uri devnet, WorkerArtifact worker, CancellationToken cancellationToken)
    {
        foreach (var reference in new[] { worker.Image, worker.ModelImage }.OfType<string>().DefaultIfEmpty("worker"))
        {
            var image = new ProcessImage(reference, Path.GetFullPath(worker.RootFolder), ["/" + worker.Executable]);
            using var answer = await http.PutAsJsonAsync(new Uri(devnet, "/devnet/images"), image, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new NetworkException(NetworkErrorKind.Rejected, $"The devnet at {devnet} answered {(int)answer.StatusCode} when it was told about the image '{reference}'.");
        }
    }
}
