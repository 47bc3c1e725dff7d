using System.Globalization;
using System.Text;

namespace Survey.Models.Training;

/// <summary>Writes the model card: Markdown with the metadata block of Hugging Face's card format.</summary>
/// <remarks>https://huggingface.co/docs/hub/model-cards</remarks>
internal static class ModelCard
{
    public static string Render(TrainingRecord record)
    {
        var card = new StringBuilder();
        AddMetadata(card, record);
        card.Append(CultureInfo.InvariantCulture, $"# {record.Model}\n\n");
        card.Append(record.Objective == Objective.Classification
            ? $"Tells which of {record.Dataset.Classes} classes a grey image of {record.Dataset.Height} x {record.Dataset.Width} pixels shows.\n\n"
            : "Gives an image back. Its error tells how far the image is from the training data.\n\n");
        AddData(card, record);
        AddArchitecture(card, record);
        AddResults(card, record);
        AddOrigin(card, record);
        return card.ToString();
    }

    private static void AddMetadata(StringBuilder card, TrainingRecord record)
    {
        var task = record.Objective == Objective.Classification ? "image-classification" : "image-feature-extraction";
        card.Append(CultureInfo.InvariantCulture, $"""
            ---
            license: mit
            library_name: onnx
            pipeline_tag: {task}
            datasets:
              - {record.Dataset.Name}
            metrics:
              - accuracy
            tags:
              - onnx
              - safetensors
              - torchsharp
            model-index:
              - name: {record.Model}
                results:
                  - task:
                      type: {task}
                    dataset:
                      name: {record.Dataset.Name}
                      type: {record.Dataset.Name}
                      split: test
                    metrics:
                      - type: accuracy
                        value: {record.Accuracy:0.0000}
            ---


            """);
    }

    private static void AddData(StringBuilder card, TrainingRecord record) => card.Append(CultureInfo.InvariantCulture, $"""
        ## Data

        `{record.Dataset.Name}`: {record.Dataset.TrainImages:#,0} training images and {record.Dataset.TestImages:#,0} test images.
        SHA-256 over the files' names and digests: `{record.Dataset.Digest}`.


        """);

    private static void AddArchitecture(StringBuilder card, TrainingRecord record)
    {
        card.Append(CultureInfo.InvariantCulture, $"## Architecture\n\n`{record.Architecture}`, {record.Parameters:#,0} parameters. ");
        card.Append(record.Configuration.Normalisation is { } normalisation
            ? string.Create(CultureInfo.InvariantCulture, $"Pixels go in as 0 to 1; the exported graph subtracts {normalisation.Mean} and divides by {normalisation.StandardDeviation}.\n\n")
            : "Pixels go in as 0 to 1.\n\n");
        card.Append("| layer | type | parameters |\n|---|---|---|\n");
        foreach (var layer in record.Layers)
            card.Append(CultureInfo.InvariantCulture, $"| {layer.Name} | {layer.Type} | {string.Join(", ", layer.Shapes.Select(shape => string.Join(" x ", shape)))} |\n");
        var configuration = record.Configuration;
        card.Append(CultureInfo.InvariantCulture, $"\n{configuration.Optimizer} with learning rate {configuration.LearningRate}, batches of {configuration.BatchSize}, {configuration.Epochs} epochs, seed {configuration.Seed}, {configuration.Threads} {(configuration.Threads == 1 ? "thread" : "threads")}.\n\n");
    }

    private static void AddResults(StringBuilder card, TrainingRecord record)
    {
        card.Append("## Results\n\n| epoch | training loss | test loss | test accuracy |\n|---:|---:|---:|---:|\n");
        foreach (var epoch in record.Epochs)
            card.Append(CultureInfo.InvariantCulture, $"| {epoch.Epoch} | {epoch.Loss:0.0000} | {epoch.TestLoss:0.0000} | {epoch.TestAccuracy:0.0000} |\n");
        if (record.Classification is { } classification)
            AddClasses(card, classification);
        if (record.Reconstruction is { } found)
            card.Append(CultureInfo.InvariantCulture, $"\nImages with an error above {found.Threshold:0.000000} (the {found.Quantile} quantile of the test images) count as foreign: {found.Accepted * 100:0.0} % of the test images are accepted; of {found.Foreign}, {found.Rejected * 100:0.0} % are rejected.\n");
    }

    private static void AddClasses(StringBuilder card, ClassificationRecord classification)
    {
        card.Append("\n| class | precision | recall | F1 | images |\n|---:|---:|---:|---:|---:|\n");
        foreach (var metrics in classification.Classes)
            card.Append(CultureInfo.InvariantCulture, $"| {metrics.Label} | {Number(metrics.Precision)} | {Number(metrics.Recall)} | {Number(metrics.F1)} | {metrics.Images} |\n");

        var labels = classification.Classes.Select(metrics => metrics.Label).ToArray();
        card.Append(CultureInfo.InvariantCulture, $"\nConfusion matrix (row: true class, column: predicted class):\n\n| | {string.Join(" | ", labels)} |\n|---:|{string.Concat(labels.Select(_ => "---:|"))}\n");
        foreach (var (label, row) in labels.Zip(classification.Confusion))
            card.Append(CultureInfo.InvariantCulture, $"| **{label}** | {string.Join(" | ", row)} |\n");
    }

    private static void AddOrigin(StringBuilder card, TrainingRecord record) => card.Append(CultureInfo.InvariantCulture, $"""

        ## Origin

        - Weights: `{record.Weights.File}`, SHA-256 `{record.Weights.Sha256}`
        - Trained {record.Started:yyyy-MM-dd} in {record.Seconds:0} s on {record.Environment.OperatingSystem}, {record.Environment.Processor}, {record.Environment.Cores} cores
        - {record.Environment.Framework}, {record.Environment.LibTorch}

        """);

    private static string Number(double? share) => share?.ToString("0.0000", CultureInfo.InvariantCulture) ?? "-";
}
