using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polly;
using Polly.Retry;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Bacalhau;

/// <summary>Single calls: credentials, Content-Length, bounded answers, the error envelope as exceptions, repetition where it is safe.</summary>
internal sealed class BacalhauTransport
{
    private const int MostBytes = 32 << 20;

    // The server answers a handler that takes longer than 30 seconds itself.
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(40);
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true, MaxDepth = 64 };

    private readonly HttpClient http;
    private readonly Uri address;
    private readonly AuthenticationHeaderValue? credentials;
    private readonly string network;
    private readonly TimeProvider time;
    private readonly ResiliencePipeline repetition;

    public BacalhauTransport(HttpClient http, NetworkEndpoint endpoint, BacalhauSettings settings, NetworkServices services)
    {
        this.http = http;
        address = endpoint.Address ?? throw new NetworkException(NetworkErrorKind.Rejected, $"The network '{endpoint.Network}' has no endpoint.");
        network = endpoint.Network;
        time = services.Time;
        credentials = Credentials(settings, services.ResolveSecret);
        repetition = new ResiliencePipelineBuilder { TimeProvider = services.Time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<NetworkException>(exception => exception.Kind == NetworkErrorKind.Transient),
                MaxRetryAttempts = Math.Max(1, settings.Attempts - 1),
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(50),
                MaxDelay = TimeSpan.FromSeconds(2),
                UseJitter = true,
                Randomizer = services.Random.NextDouble,
            })
            .Build();
    }

    /// <summary>Headers of a call that is not made through here: a websocket.</summary>
    public string? Authorization => credentials?.ToString();

    public Uri Address => address;

    /// <summary>A read, repeated while it fails in passing.</summary>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        await RepeatAsync(token => SendAsync<T>(HttpMethod.Get, path, body: null, token), cancellationToken);

    /// <summary>Something else that may be repeated: whoever calls says so.</summary>
    public async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        await repetition.ExecuteAsync(async token => await call(token), cancellationToken);

    /// <summary>One call, once.</summary>
    public async Task<T> SendAsync<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(CallLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        request.Headers.Authorization = credentials;
        if (body is not null)
        {
            // With a length: the server refuses a body that comes in chunks.
            request.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, Json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var bytes = await ReadAsync(response.Content, either.Token);
            return response.StatusCode == HttpStatusCode.OK
                ? Parse<T>(bytes, $"{method} {path}")
                : throw Refusal(response.StatusCode, bytes, $"{method} {path}");
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Error(NetworkErrorKind.Transient, $"The orchestrator did not answer {method} {path} within {CallLimit.TotalSeconds:0} seconds.");
        }
        catch (Exception cause) when (cause is HttpRequestException or IOException)
        {
            throw Error(
                NetworkErrorKind.Transient,
                $"{method} {path} on {address.Authority} failed: {cause.Message} Check that the orchestrator is up and the endpoint is right.",
                cause);
        }
    }

    private static AuthenticationHeaderValue? Credentials(BacalhauSettings settings, Func<string, Secret> resolve)
    {
        if (settings.ApiKey is { } key)
            return new AuthenticationHeaderValue("Bearer", resolve(key).Reveal());
        if (settings.Username is not { } name)
            return null;
        var password = settings.Password is { } reference ? resolve(reference).Reveal() : "";
        var user = name.StartsWith("${", StringComparison.Ordinal) ? resolve(name).Reveal() : name;
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + count > MostBytes)
                throw Error(NetworkErrorKind.Untrustworthy, $"The orchestrator's answer is larger than {MostBytes >> 20} MiB.");
            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }

    private T Parse<T>(byte[] bytes, string what)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Json) ?? throw new JsonException("it is null");
        }
        catch (JsonException cause)
        {
            throw Error(NetworkErrorKind.Untrustworthy, $"The answer to {what} is not what Bacalhau's API answers: {cause.Message}", cause);
        }
    }

    private NetworkException Refusal(HttpStatusCode status, byte[] bytes, string what)
    {
        var answer = TryParse(bytes);
        var words = answer?.Message ?? answer?.Error ?? $"{(int)status} {status}";
        var hint = string.IsNullOrEmpty(answer?.Hint) ? "" : $" ({answer.Hint})";
        var text = $"The orchestrator answered {(int)status} to {what}: {words}{hint}";
        if (answer?.Component is { } component && status is HttpStatusCode.NotFound or HttpStatusCode.InternalServerError)
            return new BacalhauRefusal((int)status, answer.Message ?? "", answer.Component ?? "").AsException(network, text);
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => Error(
                NetworkErrorKind.Unauthorized, $"{text}. Check apiKey, or username and password, in the network's settings."),
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
                Error(NetworkErrorKind.Transient, text),
            _ => Error(NetworkErrorKind.Rejected, text),
        };
    }

    private static ErrorAnswer? TryParse(byte[] bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<ErrorAnswer>(bytes, Json);
        }
        catch (JsonException)
        {
            return null; // Plain text, for example of a proxy or of the handler limit.
        }
    }

    private NetworkException Error(NetworkErrorKind kind, string message, Exception? cause = null) =>
        new(kind, message, cause) { Network = network };
}
