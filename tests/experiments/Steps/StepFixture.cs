using Microsoft.Extensions.Time.Testing;
using Scriban.Runtime;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;
using Survey.Experiments.Steps;

namespace Survey.Experiments.Tests.Steps;

internal sealed record FakeStep : Step;

/// <summary>Answers steps from a script and keeps what was sent.</summary>
internal sealed class FakeTransport(params StepAnswer[] answers) : IStepTransport<FakeStep>
{
    private readonly Queue<StepAnswer> answers = new(answers);

    public List<string> Sent { get; } = [];

    public Task<StepAnswer> SendAsync(FakeStep step, ScriptObject variables, CancellationToken cancellationToken)
    {
        Sent.Add(step.Name);
        return Task.FromResult(answers.Count > 1 ? answers.Dequeue() : answers.Peek());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>Keeps the order of journal lines.</summary>
internal sealed class FakeJournal : IExperimentJournal
{
    public List<string> Lines { get; } = [];

    public List<Resource> Created { get; } = [];

    /// <summary>What was intended, by ticket; created ones with their ids.</summary>
    public List<Resource> Intended { get; } = [];

    public IReadOnlyList<Resource> Open => Created;

    public Task<JournalTicket> IntendAsync(Resource resource, CancellationToken cancellationToken)
    {
        Lines.Add($"intent {resource.Kind} {resource.Name}");
        Intended.Add(resource);
        return Task.FromResult(new JournalTicket($"{Intended.Count - 1}"));
    }

    public Task CreatedAsync(JournalTicket ticket, Resource resource, CancellationToken cancellationToken)
    {
        Lines.Add($"created {resource.Kind} {resource.Id}");
        Created.Add(resource);
        Intended[int.Parse(ticket.Id, System.Globalization.CultureInfo.InvariantCulture)] = resource;
        return Task.CompletedTask;
    }
}

internal static class StepFixture
{
    internal static StepAnswer Answer(int code, string body = "") =>
        new(code, code is 0 or (>= 200 and < 300), new Dictionary<string, string>(), System.Text.Encoding.UTF8.GetBytes(body), $"GET /x answered {code}");

    internal static StepTemplates Templates(Func<string, Secret>? resolve = null) => new(new StepSecrets(resolve ?? (name => new Secret($"secret of {name}"))));

    internal static NetworkServices Services(TimeProvider time) =>
        new(new HttpClient(), time, NullEventSink.Instance, name => new Secret($"secret of {name}"), new Random(42));

    internal static StepEngine<FakeStep> Engine(FakeTransport transport, TimeProvider time) => new(transport, Templates(), Services(time));

    /// <summary>Lets a task that waits on fake time come to its end.</summary>
    internal static async Task RunOutAsync(this FakeTimeProvider time, Task task)
    {
        while (!task.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.Yield();
        }

        await task;
    }
}
