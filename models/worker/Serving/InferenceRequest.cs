namespace Survey.Worker.Serving;

/// <summary>The parts of an Open Inference request, as they stand in its JSON.</summary>
internal sealed class InferenceRequest(FloatBuffer numbers)
{
    public string? Id { get; set; }

    public int Inputs { get; set; }

    public string? InputName { get; set; }

    public string? Datatype { get; set; }

    public List<int> Shape { get; } = [];

    /// <summary>The input's numbers when they stand in the JSON.</summary>
    public FloatBuffer Numbers { get; } = numbers;

    public bool HasData { get; set; }

    /// <summary>The input's bytes behind the JSON, when it uses the binary tensor data extension.</summary>
    public int? BinaryBytes { get; set; }

    public string? OutputName { get; set; }

    public int Outputs { get; set; }

    public bool BinaryOutput { get; set; }

    /// <summary>Forgets everything, for the next request.</summary>
    public void Clear()
    {
        (Id, InputName, Datatype, OutputName) = (null, null, null, null);
        (Inputs, Outputs, BinaryBytes) = (0, 0, null);
        (HasData, BinaryOutput) = (false, false);
        Shape.Clear();
        Numbers.Clear();
    }
}
