using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;
using Survey.Models.Training;

namespace Survey.Models.Onnx;

/// <summary>Takes an ONNX file of the user's instead of training one.</summary>
/// <param name="time">For the record.</param>
public sealed class OnnxImporter(TimeProvider time)
{
    /// <summary>The format's own limit.</summary>
    private const long MostBytes = int.MaxValue;

    /// <summary>Checks the file, copies it to <c>model.onnx</c>, measures it on the dataset's test images and writes <c>export.json</c>.</summary>
    /// <exception cref="ModelException">It is no ONNX file, has not exactly one image input, or its images have another size than the dataset's.</exception>
    public async Task<ExportRecord> ImportAsync(string name, string onnx, DatasetSpec dataset, string dataFolder, ModelFolder files, IEventSink events, CancellationToken cancellationToken)
    {
        var clock = time.GetTimestamp();
        var content = await File.ReadAllBytesAsync(Existing(onnx), cancellationToken);
        using var model = InferenceModel.Load(content, Path.GetFileName(onnx));
        var test = ImageDataset.LoadTest(name, dataset, dataFolder);
        if (!model.Takes(test))
            throw new ModelException($"'{onnx}' takes images of [{string.Join(", ", model.Input.Dimensions.Skip(1))}]; the dataset's have {test.Height} x {test.Width} grey pixels.");

        var progress = new ExportProgress(name, test, 1, events);
        var verification = await Task.Run(() => ModelVerifier.Measure(model, test, progress.Pass(0, "ONNX Runtime"), cancellationToken), cancellationToken);
        var checker = await new OnnxChecker(OnnxChecker.SystemPython).CheckAsync(onnx, cancellationToken);
        Directory.CreateDirectory(files.Path);
        File.Delete(files.Export);
        AtomicFile.Write(files.Onnx, content);
        var record = new ExportRecord
        {
            Model = name,
            Origin = ModelOrigin.Brought,
            Source = new FileRecord(Path.GetFileName(onnx), Digests.Sha256(content), content.Length),
            Onnx = new FileRecord(Path.GetFileName(files.Onnx), Digests.Sha256(content), content.Length),
            Input = model.Input,
            Output = model.Output,
            Metadata = model.Metadata,
            Verification = verification,
            Checker = checker,
            OnnxRuntime = OnnxExporter.RuntimeVersion,
            Seconds = time.GetElapsedTime(clock).TotalSeconds,
        };
        ModelJson.Write(files.Export, record);
        var accuracy = verification.Accuracy is { } share ? FormattableString.Invariant($"accuracy {share:0.0000} on {verification.Images:#,0} test images") : "no labels to measure it with";
        events.Report(new NoteEvent(OnnxExporter.Stage, $"{name}: '{onnx}' taken as it is, {accuracy}; onnx.checker: {checker.Detail}"));
        return record;
    }

    private static string Existing(string onnx)
    {
        var file = new FileInfo(onnx);
        if (!file.Exists)
            throw new ModelException($"The model '{onnx}' does not exist.");
        return file.Length <= MostBytes ? file.FullName : throw new ModelException($"The model '{onnx}' has {file.Length:N0} bytes; an ONNX file has at most {MostBytes:N0}.");
    }
}
