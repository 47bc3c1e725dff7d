using Polly;
using Polly.Retry;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>
/// Repeats calls that failed with a passing error (<see cref="NetworkErrorKind.Transient"/>), with growing, jittered pauses or the one the
/// network asked for, and remembers each repetition for the evidence.
/// </summary>
public sealed class NetworkRetry
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);

    private readonly int attempts;
    private readonly TimeProvider time;
    private readonly Random random;
    private readonly List<RetryRecord> records = [];
    private readonly Lock gate = new();

    /// <summary>Creates it for one experiment.</summary>
    /// <param name="attempts">Attempts in all, 1 or more.</param>
    /// <param name="time">Waits by this clock.</param>
    /// <param name="random">Source of the jitter.</param>
    public NetworkRetry(int attempts, TimeProvider time, Random random) => (this.attempts, this.time, this.random) = (attempts, time, random);

    /// <summary>The repetitions so far.</summary>
    public IReadOnlyList<RetryRecord> Records
    {
        get
        {
            lock (gate)
                return [.. records];
        }
    }

    /// <summary>Calls, and calls again after a passing error.</summary>
    public async Task<T> RunAsync<T>(Stage stage, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        if (attempts <= 1)
            return await call(cancellationToken);
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(Options(stage)).Build();
        return await pipeline.ExecuteAsync(async token => await call(token), cancellationToken);
    }

    private RetryStrategyOptions Options(Stage stage) => new()
    {
        MaxRetryAttempts = attempts - 1,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Randomizer = random.NextDouble,
        Delay = FirstDelay,
        MaxDelay = LongestDelay,
        ShouldHandle = new PredicateBuilder().Handle<NetworkException>(error => error.Kind is NetworkErrorKind.Transient),
        DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as NetworkException)?.RetryAfter is { } asked
            ? (TimeSpan?)TimeSpan.FromTicks(Math.Clamp(asked.Ticks, 0, LongestDelay.Ticks))
            : null),
        OnRetry = arguments =>
        {
            var error = (NetworkException)arguments.Outcome.Exception!;
            lock (gate)
                records.Add(new RetryRecord(stage, arguments.AttemptNumber + 1, error.Kind, error.Message, arguments.RetryDelay));
            return default;
        },
    };
}
