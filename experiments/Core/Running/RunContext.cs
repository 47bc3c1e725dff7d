using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>One run under way, as its experiments share it.</summary>
internal sealed record RunContext(RunRequest Request, RunServices Services, RunFolder Folder, Journal Journal, RunBudget Budget)
{
    public TimeProvider Time => Services.Time;

    public NetworkServices ServicesFor(IEventSink events) =>
        new(Services.Http, Services.Time, events, Services.Secrets.Resolve, Services.Random);
}
