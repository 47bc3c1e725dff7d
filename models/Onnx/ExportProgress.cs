using Survey.Experiments.Running;
using Survey.Models.Data;

namespace Survey.Models.Onnx;

/// <summary>Says how far the passes over the test images are.</summary>
/// <param name="model">Name in experiments.yaml.</param>
/// <param name="images">What every pass goes through.</param>
/// <param name="passes">How many passes there are in all.</param>
/// <param name="events">Where it is said.</param>
internal sealed class ExportProgress(string model, LabelledImages images, int passes, IEventSink events)
{
    /// <summary>A pass by its number, from 0: takes the images done.</summary>
    public Action<int> Pass(int number, string runtime) => done => events.Report(new ProgressEvent(
        OnnxExporter.Stage,
        $"{model} · {images.Count:N0} test images in {runtime}",
        (number * images.Count) + done,
        passes * images.Count,
        "images"));
}
