using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Survey.Models.Data;

namespace Survey.Models.Onnx;

/// <summary>A model in ONNX Runtime: one image input, one row of scores per image as its first output.</summary>
internal sealed class InferenceModel : IDisposable
{
    private const int BatchSize = 500;

    private readonly InferenceSession session;
    private readonly RunOptions options = new();
    private readonly int[] dimensions;

    private InferenceModel(InferenceSession session, string name)
    {
        this.session = session;
        if (session.InputMetadata.Count != 1)
            throw new ModelException($"'{name}' has {session.InputMetadata.Count} inputs ({string.Join(", ", session.InputMetadata.Keys.Order(StringComparer.Ordinal))}); one image input is needed.");
        Input = Describe(session.InputMetadata.First());
        Output = Describe(session.OutputMetadata.First());
        dimensions = session.InputMetadata.First().Value.Dimensions;
        var type = session.InputMetadata.First().Value.ElementDataType;
        if (dimensions.Length < 2 || type is not (TensorElementType.Float or TensorElementType.UInt8))
            throw new ModelException($"'{name}' takes {Input.Type} [{string.Join(", ", Input.Dimensions)}]; images as float32 or uint8 with a batch dimension first are needed.");
        if (session.OutputMetadata.First().Value.ElementDataType != TensorElementType.Float)
            throw new ModelException($"'{name}' answers {Output.Type}; float32 scores are needed as its first output.");
        TakesBytes = type == TensorElementType.UInt8;
    }

    public TensorRecord Input { get; }

    public TensorRecord Output { get; }

    public IReadOnlyDictionary<string, string> Metadata => session.ModelMetadata.CustomMetadataMap;

    /// <summary>Whether pixels go in as 0 to 255; otherwise as 0 to 1.</summary>
    private bool TakesBytes { get; }

    /// <exception cref="ModelException">ONNX Runtime cannot load it, or it is no image model.</exception>
    public static InferenceModel Load(byte[] content, string name)
    {
        OnnxRuntimeTelemetry.TurnOff();
        InferenceSession? session = null;
        try
        {
            using var settings = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            session = new InferenceSession(content, settings);
            return new InferenceModel(session, name);
        }
        catch (OnnxRuntimeException exception)
        {
            session?.Dispose();
            throw new ModelException($"'{name}' is no model that ONNX Runtime can load: {exception.Message.ReplaceLineEndings(" ").Trim()}", exception);
        }
        catch (ModelException)
        {
            session?.Dispose();
            throw;
        }
    }

    /// <summary>Whether the model takes images of this size.</summary>
    public bool Takes(LabelledImages images) => dimensions.Skip(1).Aggregate(1L, (product, dimension) => product * dimension) == images.Size;

    /// <summary>The scores of every image, in order.</summary>
    public IEnumerable<float[]> Run(LabelledImages images, CancellationToken cancellationToken)
    {
        var fixedBatch = dimensions[0] > 0;
        var size = fixedBatch ? dimensions[0] : BatchSize;
        for (var start = 0; start < images.Count; start += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = Math.Min(size, images.Count - start);
            foreach (var scores in RunBatch(images.Pixels.AsSpan(start * images.Size, count * images.Size), fixedBatch ? size : count, count))
                yield return scores;
        }
    }

    public void Dispose()
    {
        options.Dispose();
        session.Dispose();
    }

    private static TensorRecord Describe(KeyValuePair<string, NodeMetadata> node) => new(
        node.Key,
        node.Value.IsTensor ? node.Value.ElementDataType.ToString().ToLowerInvariant() : node.Value.OnnxValueType.ToString(),
        [.. node.Value.Dimensions.Select((dimension, index) => dimension >= 0 ? dimension.ToString(System.Globalization.CultureInfo.InvariantCulture) : node.Value.SymbolicDimensions[index] is { Length: > 0 } name ? name : "?")]);

    private float[][] RunBatch(ReadOnlySpan<byte> pixels, int batch, int count)
    {
        long[] shape = [batch, .. dimensions.Skip(1).Select(dimension => (long)dimension)];
        var padded = new byte[batch * pixels.Length / count];
        pixels.CopyTo(padded);
        using var input = TakesBytes
            ? OrtValue.CreateTensorValueFromMemory(padded, shape)
            : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(padded, pixel => pixel / 255f), shape);
        using var outputs = session.Run(options, [Input.Name], [input], [Output.Name]);
        var scores = outputs[0].GetTensorDataAsSpan<float>();
        var width = scores.Length / batch;
        var rows = new float[count][];
        for (var row = 0; row < count; row++)
            rows[row] = scores.Slice(row * width, width).ToArray();
        return rows;
    }
}
