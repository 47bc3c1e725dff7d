using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Survey.Worker.Inference;

/// <summary>A loaded model with one image as input and one row of class scores per image as output.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession session;
    private readonly RunOptions runOptions = new();
    private readonly int[] inputDimensions;

    private OnnxModel(InferenceSession session, string sha256, long bytes)
    {
        this.session = session;
        Sha256 = sha256;
        Bytes = bytes;
        (InputName, var input) = Single(session.InputMetadata, "input");
        (OutputName, var output) = session.OutputMetadata.First();
        inputDimensions = input.Dimensions;
        InputType = TensorTypes.OfInput(input.ElementDataType);
        if (output.ElementDataType != TensorElementType.Float)
            throw new WorkerException(ExitCode.BadModel, $"The model's output '{OutputName}' is {output.ElementDataType}; the worker reads float32 class scores.");
        Image = ImageShape.FromDimensions(inputDimensions.AsSpan(1));
        FixedBatch = inputDimensions[0] > 0 ? inputDimensions[0] : null;
        Classes = output.Dimensions is [_, > 0 and var classes] ? classes : ProbeClasses();
        if (Classes > 256)
            throw new WorkerException(ExitCode.BadModel, $"The model has {Classes} classes; a prediction record holds one byte per answer, which is 256 at most.");
    }

    public string Sha256 { get; }

    public long Bytes { get; }

    public string InputName { get; }

    public string OutputName { get; }

    public TensorElementType InputType { get; }

    public ImageShape Image { get; }

    /// <summary>The batch size that the graph insists on; null when the first dimension is dynamic.</summary>
    public int? FixedBatch { get; }

    public int Classes { get; }

    /// <summary>The input's dimensions behind the batch.</summary>
    public ReadOnlySpan<int> ImageDimensions => inputDimensions.AsSpan(1);

    /// <summary>The input's dimensions for a batch; -1 stands for a dynamic one.</summary>
    public long[] InputShape(int batch) => [batch, .. inputDimensions.Skip(1).Select(dimension => (long)dimension)];

    /// <summary>Loads a model from memory; <paramref name="name"/> is for messages, <paramref name="threads"/> is what one inference may use.</summary>
    public static OnnxModel Load(byte[] content, string name, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        var digest = Task.Run(() => Digest.Sha256(content));
        InferenceSession? session = null;
        try
        {
            session = new InferenceSession(content, options);
            return new OnnxModel(session, digest.GetAwaiter().GetResult(), content.LongLength);
        }
        catch (OnnxRuntimeException exception)
        {
            session?.Dispose();
            throw new WorkerException(ExitCode.BadModel, $"'{name}' is not a model ONNX Runtime can load: {exception.Message.ReplaceLineEndings(" ").Trim()}", exception);
        }
        catch (WorkerException)
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>Buffers for batches of this size; one run at a time each.</summary>
    public InferenceLane OpenLane(int batch) => new(session, runOptions, this, FixedBatch ?? batch);

    public void Dispose()
    {
        runOptions.Dispose();
        session.Dispose();
    }

    private static (string Name, NodeMetadata Metadata) Single(IReadOnlyDictionary<string, NodeMetadata> nodes, string what)
    {
        if (nodes.Count != 1 || !nodes.First().Value.IsTensor || nodes.First().Value.Dimensions.Length < 2)
            throw new WorkerException(ExitCode.BadModel, $"The model has {nodes.Count} {what}s ({string.Join(", ", nodes.Keys.Order(StringComparer.Ordinal))}); the worker wants one image tensor with a batch dimension.");
        return (nodes.First().Key, nodes.First().Value);
    }

    /// <summary>A graph may leave its output's size open: one run over zeros tells it.</summary>
    private int ProbeClasses()
    {
        var batch = FixedBatch ?? 1;
        using var zeros = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, InputType, InputShape(batch));
        using var results = session.Run(runOptions, [InputName], [zeros], [OutputName]);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        if (shape is not [_, > 0 and var classes] || shape[0] != batch)
            throw new WorkerException(ExitCode.BadModel, $"The model's output '{OutputName}' has the shape [{string.Join(',', shape)}]; the worker wants one row of class scores per image, [N, classes].");
        return (int)classes;
    }
}
