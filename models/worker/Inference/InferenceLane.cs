using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Survey.Worker.Inference;

/// <summary>Preallocated tensors for batches of one size: filling them and running copies and allocates nothing.</summary>
internal sealed class InferenceLane : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions runOptions;
    private readonly string[] inputNames;
    private readonly string[] outputNames;
    private readonly OrtValue[] inputs;
    private readonly OrtValue[] outputs;

    public InferenceLane(InferenceSession session, RunOptions runOptions, OnnxModel model, int batch)
    {
        this.session = session;
        this.runOptions = runOptions;
        Batch = batch;
        inputNames = [model.InputName];
        outputNames = [model.OutputName];
        inputs = [OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, model.InputType, model.InputShape(batch))];
        outputs = [OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, [batch, model.Classes])];
    }

    public int Batch { get; }

    public Span<float> FloatInput => inputs[0].GetTensorMutableDataAsSpan<float>();

    public Span<byte> ByteInput => inputs[0].GetTensorMutableDataAsSpan<byte>();

    /// <summary>The class scores of the batch, row by row.</summary>
    public ReadOnlySpan<float> Run()
    {
        session.Run(runOptions, inputNames, inputs, outputNames, outputs);
        return outputs[0].GetTensorDataAsSpan<float>();
    }

    public void Dispose()
    {
        inputs[0].Dispose();
        outputs[0].Dispose();
    }
}
