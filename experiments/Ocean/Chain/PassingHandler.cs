namespace Survey.Experiments.Ocean.Chain;

/// <summary>
/// Passes requests on to a client that is shared. Nethereum sets the base address of the client it is given, which a client that was used
/// before refuses, and which would be everybody's.
/// </summary>
internal sealed class PassingHandler : HttpMessageHandler
{
    private readonly HttpClient shared;

    private PassingHandler(HttpClient shared) => this.shared = shared;

    /// <summary>A client of its own that sends through the shared one.</summary>
    public static HttpClient Wrap(HttpClient shared) => new(new PassingHandler(shared)) { Timeout = shared.Timeout };

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A client does not send what another has sent already.
        using var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = request.Content };
        foreach (var (name, values) in request.Headers)
            copy.Headers.TryAddWithoutValidation(name, values);
        return await shared.SendAsync(copy, cancellationToken);
    }
}
