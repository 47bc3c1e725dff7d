namespace Survey.Models;

/// <summary>The files of one model, below <c>artifacts/models/&lt;model&gt;</c>.</summary>
/// <param name="Path">The folder.</param>
public sealed record ModelFolder(string Path)
{
    /// <summary>Trained parameters.</summary>
    public string Weights => File("weights.safetensors");

    /// <summary>How they came about; written last, so its presence means that training was finished.</summary>
    public string Training => File("training.json");

    /// <summary>The model card.</summary>
    public string Card => File("README.md");

    /// <summary>The model that is deployed.</summary>
    public string Onnx => File("model.onnx");

    /// <summary>What the model is and how it was verified; written last, so its presence means that the export was verified.</summary>
    public string Export => File("export.json");

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
