using System.Net.Http.Json;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>
/// Makes the image known where it must be. A real network pulls it from the registry that Publish pushed it to; the devnet is told about
/// it, which stands in for the registry.
/// </summary>
internal sealed class ImagePush(NetworkEndpoint endpoint, HttpClient http)
{
    public async Task PushAsync(ExperimentRun run, CancellationToken cancellationToken)
    {
        if (BacalhauJobs.DeliveryOf(run) == ModelDelivery.Image && run.Worker.ModelImage is null && endpoint.Standing != Standing.Devnet)
            throw Missing("The model is to come with the image, but no image holds it");
        if (endpoint.Standing != Standing.Devnet)
        {
            if (run.Worker.Digest is null)
                throw Missing("The image was not pushed, and a Bacalhau node takes none without a digest (bacalhau issue 2588)");
            return;
        }

        var files = BacalhauJobs.DeliveryOf(run) == ModelDelivery.Image
            ? new Dictionary<string, string> { ["/model/model.onnx"] = run.Model.Path }
            : null;
        var image = new ProcessImage(BacalhauJobs.ImageOf(run), run.Worker.RootFolder, [$"/{run.Worker.Executable}"], Files: files);
        try
        {
            using var response = await http.PutAsJsonAsync(new Uri(endpoint.Address!, "devnet/images"), image, cancellationToken);
            response.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException cause)
        {
            throw new NetworkException(NetworkErrorKind.Transient, $"The devnet at {endpoint.Address} could not be told about the image: {cause.Message}", cause);
        }
    }

    private NetworkException Missing(string what) => new(NetworkErrorKind.Rejected, $"{what}: set images.push and run Publish first.")
    {
        Network = endpoint.Network,
    };
}
