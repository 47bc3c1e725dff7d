using System.Net;
using System.Net.Mime;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>Tells an embedded network from the real thing: what was reached with <c>--real</c> may still be a devnet, and must not pass for measured.</summary>
internal static class StandIns
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Where what happens at the endpoint stands, asking there: a devnet says what it is.</summary>
    public static async Task<Standing> StandingAtAsync(NetworkEndpoint endpoint, HttpClient http, CancellationToken cancellationToken)
    {
        if (endpoint.Standing is Standing.Devnet || endpoint.Address is not { Scheme: "http" or "https" } address)
            return endpoint.Standing;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await http.GetAsync(new Uri(address, "/devnet/status"), HttpCompletionOption.ResponseHeadersRead, patience.Token);
            // A server of single-page applications answers any path, with a page.
            return answer.StatusCode is HttpStatusCode.OK && answer.Content.Headers.ContentType?.MediaType is MediaTypeNames.Application.Json ? Standing.Devnet : endpoint.Standing;
        }
        catch (Exception cause) when (cause is HttpRequestException || (cause is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Who does not answer this is no devnet of ours. Whether it answers at all is for its driver to find out and to explain.
            return endpoint.Standing;
        }
    }
}
