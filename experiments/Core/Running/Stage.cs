namespace Survey.Experiments.Running;

/// <summary>The stages of an experiment's life, in their order.</summary>
public enum Stage
{
    /// <summary>Fetches the dataset.</summary>
    Data,

    /// <summary>Trains the model.</summary>
    Train,

    /// <summary>Writes and verifies the ONNX file.</summary>
    Export,

    /// <summary>Packages the worker.</summary>
    Containerize,

    /// <summary>Makes image and files readable for the network.</summary>
    Publish,

    /// <summary>Asks for the price ceiling and compares it with the budget.</summary>
    Quote,

    /// <summary>Brings the experiment to where the first workload can be sent.</summary>
    Deploy,

    /// <summary>Runs the workload.</summary>
    Invoke,

    /// <summary>Looks at single properties of the network.</summary>
    Probe,

    /// <summary>Removes everything and proves it.</summary>
    Teardown,
}
