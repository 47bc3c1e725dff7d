using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Survey.Worker.Inference;

/// <summary>Preallocated tensors for batches of one size: filling them and running copies and allocates nothing.</summary>
internal sealed class InferenceLane : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions runOptions;
    private readonly OrtIoBinding binding;
    private readonly OrtValue input;
    private readonly OrtValue output;

    public InferenceLane(InferenceSession session, RunOptions runOptions, OnnxModel model, int batch)
    {
        this.session = session;
        this.runOptions = runOptions;
        Batch = batch;
        input = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, model.InputType, model.InputShape(batch));
        output = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, [batch, model.Classes]);

        // Bound once: a run by names looks them up and converts them each time.
        binding = session.CreateIoBinding();
        binding.BindInput(model.InputName, input);
        binding.BindOutput(model.OutputName, output);
    }

    public int Batch { get; }

    public Span<float> FloatInput => input.GetTensorMutableDataAsSpan<float>();

    public Span<byte> ByteInput => input.GetTensorMutableDataAsSpan<byte>();

    /// <summary>The class scores of the batch, row by row.</summary>
    public ReadOnlySpan<float> Run()
    {
        session.RunWithBinding(runOptions, binding);
        return output.GetTensorDataAsSpan<float>();
    }

    public void Dispose()
    {
        binding.Dispose();
        input.Dispose();
        output.Dispose();
    }
}
