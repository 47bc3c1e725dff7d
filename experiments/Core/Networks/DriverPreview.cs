using Survey.Experiments.Running;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Networks;

/// <summary>One experiment as Plan shows it to the driver, before anything is touched.</summary>
/// <param name="Experiment">The experiment's name.</param>
/// <param name="Spec">What is to be run.</param>
/// <param name="Settings">The network's settings, a <see cref="NetworkDriver.Settings"/>. Secrets are <c>${NAME}</c>.</param>
/// <param name="Options">The experiment's options, a <see cref="NetworkDriver.Options"/>.</param>
/// <param name="Standing">Where it would run.</param>
/// <param name="Address">The address with <c>--real</c>, null for a devnet or a driver without address.</param>
public sealed record PreviewRequest(string Experiment, ExperimentSpec Spec, object Settings, object Options, Standing Standing, string? Address);

/// <summary>What the driver says about it.</summary>
/// <param name="Creates">What will be created, in order.</param>
/// <param name="Unsupported">Why it cannot work with these settings and options, in one sentence; null when it can.</param>
public sealed record DriverPreview(IReadOnlyList<PlannedCreate> Creates, string? Unsupported = null);

/// <summary>One thing that will be created or sent.</summary>
/// <param name="Stage">The stage that does it.</param>
/// <param name="Kind">The network's own word: <c>container</c>, <c>job</c>, <c>request</c>.</param>
/// <param name="Text">What it is, in a few words, secrets masked: <c>4 executions of survey/worker</c>.</param>
/// <param name="IsCreated">Whether it comes into being there; false for what is only sent or run.</param>
public sealed record PlannedCreate(Stage Stage, string Kind, string Text, bool IsCreated = true);
