using System.Net;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>
/// Where a node fetches model and inputs. What was hosted for the run is taken as it is; the devnet, which is on this machine, gets the
/// rest from a server on the loopback address that lives as long as this object.
/// </summary>
internal sealed class InputUrls : IAsyncDisposable
{
    private readonly HttpListener? listener;
    private readonly Task serving = Task.CompletedTask;
    private readonly Dictionary<string, string> files = [];

    private InputUrls(ExperimentRun run, Standing standing, bool needsModel, bool needsInputs, int port)
    {
        if (standing == Standing.Devnet && ((needsModel && run.Model.Url is null) || (needsInputs && run.Inputs.Url is null)))
        {
            listener = new HttpListener();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            listener.Start();
            serving = ServeAsync(listener);
        }

        Model = needsModel ? run.Model.Url ?? Host(run.Model, port) : null;
        Inputs = needsInputs ? run.Inputs.Url ?? Host(run.Inputs, port) : null;
    }

    public Uri? Model { get; }

    public Uri? Inputs { get; }

    /// <exception cref="NetworkException">The network is real and nothing hosts the files.</exception>
    public static InputUrls For(ExperimentRun run, Standing standing, bool needsModel, bool needsInputs, Random random)
    {
        const int Attempts = 20;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new InputUrls(run, standing, needsModel, needsInputs, random.Next(20000, 32000));
            }
            catch (HttpListenerException) when (attempt < Attempts)
            {
                // The port is taken: another one.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        listener?.Close();
        await serving;
    }

    private Uri Host(FileArtifact file, int port)
    {
        if (listener is null)
        {
            throw new NetworkException(
                NetworkErrorKind.Rejected, $"Nothing hosts {Path.GetFileName(file.Path)}, so that no node can read it: name a hosting entry in the network's settings.");
        }

        var path = $"/{file.Sha256}/{Uri.EscapeDataString(Path.GetFileName(file.Path))}";
        files[path] = file.Path;
        return new Uri($"http://127.0.0.1:{port}{path}");
    }

    private async Task ServeAsync(HttpListener source)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await source.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return; // Closed.
            }

            _ = AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var response = context.Response;
        try
        {
            if (!files.TryGetValue(context.Request.Url!.AbsolutePath, out var path))
            {
                response.StatusCode = (int)HttpStatusCode.NotFound;
                return;
            }

            await using var file = File.OpenRead(path);
            response.ContentLength64 = file.Length;
            if (context.Request.HttpMethod != "HEAD")
                await file.CopyToAsync(response.OutputStream);
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The node went away; it will ask again.
        }
    }
}
