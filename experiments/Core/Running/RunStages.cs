namespace Survey.Experiments.Running;

/// <summary>Which stages of the life of an experiment a command runs. Quote and Probe come with their neighbours, and so does Publish unless it is asked for alone.</summary>
[Flags]
public enum RunStages
{
    /// <summary>Only the price ceiling.</summary>
    Quote = 1,

    /// <summary>Quote and deploy, then hold.</summary>
    Deploy = 2,

    /// <summary>The workload on what is deployed, then hold.</summary>
    Invoke = 4,

    /// <summary>Remove what is deployed.</summary>
    Teardown = 8,

    /// <summary>Only what real nodes read: images pushed, files hosted; then hold.</summary>
    Publish = 16,

    /// <summary>The whole life.</summary>
    All = Quote | Deploy | Invoke | Teardown,
}
