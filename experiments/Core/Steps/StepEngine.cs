using System.Globalization;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Steps;

/// <summary>Runs lists of steps: conditions, slices, retries, polling, journal, captures.</summary>
internal sealed class StepEngine<TStep>(IStepTransport<TStep> transport, StepTemplates templates, NetworkServices services)
    where TStep : Step
{
    // A network that asks for more than this is as good as down.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly StepConditions conditions = new(templates);
    private readonly StepHarvest harvest = new(templates);

    /// <summary>Runs the steps one after another.</summary>
    internal async Task RunAsync(IEnumerable<TStep> steps, StepScope scope, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
        {
            try
            {
                await RunAsync(step, scope, cancellationToken);
            }
            catch (NetworkException error) when (!error.Message.StartsWith("Step '", StringComparison.Ordinal))
            {
                throw StepException.Of(step, error.Kind, error.Message, error);
            }
            catch (Exception error) when (error is RegexMatchTimeoutException or JsonException or FormatException or OverflowException)
            {
                throw StepException.Of(step, NetworkErrorKind.Untrustworthy, $"the answer cannot be read: {error.Message} Look at it, and correct what the step takes from it.", error);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw StepException.Of(step, NetworkErrorKind.Rejected, $"a file cannot be used: {error.Message} Check the paths under 'body', 'save' and 'extract'.", error);
            }
        }
    }

    private async Task RunAsync(TStep step, StepScope scope, CancellationToken cancellationToken)
    {
        if (step.When is not null && !templates.Condition(step.When, scope.Variables))
            return;
        if (step.ForEach is null)
        {
            await RunOnceAsync(step, scope, cancellationToken);
            return;
        }

        var inputs = scope.Inputs ?? throw StepException.Of(step, NetworkErrorKind.Rejected, "forEach works only in invoke. Move the step there.");
        foreach (var slice in inputs.Slices(step.ForEach.Images))
        {
            scope.Variables["batch"] = slice;
            var elapsed = await RunOnceAsync(step, scope, cancellationToken);
            if (step.ForEach.Images == 1)
                scope.Latencies.Add(new RequestLatency((int)slice["first"]!, elapsed, scope.Latencies.Count == 0));
        }
    }

    private async Task<TimeSpan> RunOnceAsync(TStep step, StepScope scope, CancellationToken cancellationToken)
    {
        var ticket = await IntendAsync(step, scope, cancellationToken);
        var start = services.Time.GetTimestamp();
        var answer = step.Until is null
            ? await SendAsync(step, scope, step.Timeout, cancellationToken)
            : await PollAsync(step, step.Until, scope, cancellationToken);
        var elapsed = services.Time.GetElapsedTime(start);
        scope.LastAnswer = answer.Summary;
        if (step.Clock is not null)
            scope.Clocks[step.Clock] = scope.Clocks.GetValueOrDefault(step.Clock) + elapsed;

        await harvest.TakeAsync(step, answer, scope, cancellationToken);
        if (ticket is var (opened, record))
            await scope.Journal!.CreatedAsync(opened, Resource(record, scope, record.Id is null ? null : templates.Text(record.Id, scope.Variables)), cancellationToken);
        return elapsed;
    }

    private async Task<(JournalTicket Ticket, RecordSpec Record)?> IntendAsync(TStep step, StepScope scope, CancellationToken cancellationToken)
    {
        if (step.Record is not { } record)
            return null;
        var journal = scope.Journal ?? throw StepException.Of(step, NetworkErrorKind.Rejected, "only deploy, ready and invoke steps may create something. Move the step there.");
        return (await journal.IntendAsync(Resource(record, scope, null), cancellationToken), record);
    }

    private Resource Resource(RecordSpec record, StepScope scope, string? id) => new(
        record.Kind,
        templates.Text(record.ResourceName, scope.Variables),
        id,
        StepUndo.Properties(record.Undo, record.Remains, scope));

    private async Task<StepAnswer> PollAsync(TStep step, UntilSpec until, StepScope scope, CancellationToken cancellationToken)
    {
        var start = services.Time.GetTimestamp();
        string? missing = null;
        while (true)
        {
            var left = until.Within - services.Time.GetElapsedTime(start);
            // On a busy machine the pause before takes longer than what was left.
            if (left <= TimeSpan.Zero)
                throw GaveUp(step, until, missing ?? "nobody was asked in time");
            StepAnswer answer;
            try
            {
                answer = await SendAsync(step, scope, left < step.Timeout ? left : step.Timeout, cancellationToken);
            }
            catch (NetworkException) when (missing is not null && services.Time.GetElapsedTime(start) >= until.Within)
            {
                // Cut off by the end of the wait: what the network said before tells more.
                throw GaveUp(step, until, missing);
            }

            missing = conditions.Violated(until, answer, scope.Variables);
            if (missing is null)
                return answer;
            if (until.Fail is { } fail && conditions.Violated(fail, answer, scope.Variables) is null)
                throw StepException.Of(step, NetworkErrorKind.Failed, $"waiting is pointless, the network says: {Words(until, answer)} Look at the saved logs.");
            if (services.Time.GetElapsedTime(start) + until.Every >= until.Within)
                throw GaveUp(step, until, missing);
            await Task.Delay(until.Every, services.Time, cancellationToken);
        }
    }

    private static NetworkException GaveUp(TStep step, UntilSpec until, string missing) => StepException.Of(
        step,
        NetworkErrorKind.Failed,
        $"gave up after {until.Within.TotalSeconds:0.###} s: {missing}. Check the condition under 'until', or raise 'within'.");

    private static string Words(UntilSpec until, StepAnswer answer) =>
        until.Reason is { } path && StepValues.At(StepValues.Parse(answer.Text), path)?.ToString() is { Length: > 0 } words
            ? words[..Math.Min(words.Length, StepAnswer.ExcerptLength)].TrimEnd('.') + "."
            : answer.Excerpt;

    private async Task<StepAnswer> SendAsync(TStep step, StepScope scope, TimeSpan limit, CancellationToken cancellationToken)
    {
        var attempts = step.Retry?.Attempts ?? 1;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return Check(step, await SendOnceAsync(step, scope, limit, cancellationToken), scope);
            }
            catch (NetworkException error) when (error.Kind == NetworkErrorKind.Transient && attempt < attempts)
            {
                services.Events.Report(new WarningEvent(step.Name, $"attempt {attempt} of {attempts}: {error.Message}"));
                await Task.Delay(Pause(step.Retry!, attempt, error), services.Time, cancellationToken);
            }
        }
    }

    private async Task<StepAnswer> SendOnceAsync(TStep step, StepScope scope, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(limit, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await transport.SendAsync(step, scope.Variables, both.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw StepException.Of(step, NetworkErrorKind.Transient, $"no answer within {limit.TotalSeconds:0.###} s. Check that the network is up, or raise 'timeout'.");
        }
    }

    private StepAnswer Check(TStep step, StepAnswer answer, StepScope scope)
    {
        if (step.Until is not null && step.Expect is null)
            return answer;
        var problem = conditions.Violated(step.Expect ?? new ExpectSpec(), answer, scope.Variables);
        return problem is null ? answer : throw StepException.Of(step, Kind(answer), problem, retryAfter: RetryAfter(answer));
    }

    private static TimeSpan? RetryAfter(StepAnswer answer) =>
        answer.Headers.TryGetValue("retry-after", out var text) && double.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Min(seconds, LongestPause.TotalSeconds))
            : null;

    private static NetworkErrorKind Kind(StepAnswer answer) => answer.Code switch
    {
        401 or 403 => NetworkErrorKind.Unauthorized,
        429 or (>= 500 and < 600) => NetworkErrorKind.Transient,
        _ => NetworkErrorKind.Rejected,
    };

    private TimeSpan Pause(RetrySpec retry, int attempt, NetworkException error) =>
        error.RetryAfter ?? retry.Delay * Math.Pow(2, attempt - 1) * (0.5 + services.Random.NextDouble());
}
