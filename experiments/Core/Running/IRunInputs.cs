using Survey.Experiments.Networks;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Running;

/// <summary>Finds what the cached stages (Data, Train, Export, Containerize) left for an experiment.</summary>
public interface IRunInputs
{
    /// <summary>The files of one experiment.</summary>
    /// <exception cref="SurveyException">One is missing; the message names the target that makes it.</exception>
    RunInputs Find(SurveySpec spec, ExperimentSpec experiment);
}

/// <summary>What an experiment works with.</summary>
/// <param name="Worker">The packaged worker.</param>
/// <param name="Model">The ONNX file.</param>
/// <param name="Inputs">The IDX file with the inputs.</param>
/// <param name="InputCount">Images to predict.</param>
public sealed record RunInputs(WorkerArtifact Worker, FileArtifact Model, FileArtifact Inputs, int InputCount);
