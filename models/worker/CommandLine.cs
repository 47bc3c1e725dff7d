using System.CommandLine;
using System.Net;
using Survey.Worker.Batch;
using Survey.Worker.Inputs;
using Survey.Worker.Serving;
using Survey.Worker.Sources;

namespace Survey.Worker;

/// <summary>The two commands with their options.</summary>
internal sealed class CommandLine(Func<BatchOptions, CancellationToken, Task> batch, Func<ServeOptions, CancellationToken, Task> serve)
{
    private const string ExitCodes = "Exit codes: 0 done, 2 wrong usage, 3 bad input, 4 bad model, 5 output not writable, 6 fetch failed or refused, 7 port in use, 130/143 interrupted.";

    private readonly Option<string> model = new("--model") { Description = "ONNX file: a path, or URL#sha256=digest", Required = true };
    private readonly Option<string?> modelDigest = new("--model-sha256") { Description = "SHA-256 the model must have" };
    private readonly Option<string> input = new("--input") { Description = "file or folder with IDX, NPY, PNG, raw or JSON images, or URL#sha256=digest", Required = true };
    private readonly Option<string?> inputDigest = new("--input-sha256") { Description = "SHA-256 the input file must have" };
    private readonly Option<string> output = new("--output") { Description = "folder for predictions.json and logits.npy", Required = true };
    private readonly Option<int> batchSize = Number("--batch", "images per inference", 64, 1);
    private readonly Option<int> offset = Number("--offset", "images to skip at the start", 0, 0);
    private readonly Option<int?> limit = new("--limit") { Description = "images to take behind the offset" };
    private readonly Option<string?> partition = new("--partition") { Description = "i/n: the i-th (from 0) of n contiguous slices; default from BACALHAU_PARTITION_INDEX and _COUNT" };
    private readonly Option<string> set = new("--set") { Description = "which set to take when the folder holds both", DefaultValueFactory = _ => DataSet.Test };
    private readonly Option<int> batchThreads = Number("--threads", "threads per inference", Environment.ProcessorCount, 1);

    private readonly Option<string[]> models = new("--model") { Description = "[name=]path or [name=]URL#sha256=digest; repeatable", Required = true };
    private readonly Option<int> port = Number("--port", "port to listen on; 0 takes a free one", 8080, 0);
    private readonly Option<string?> host = new("--host") { Description = "IP address to listen on; every one by default" };
    private readonly Option<int> serveThreads = Number("--threads", "threads per inference", 1, 1);
    private readonly Option<int> maximumBody = Number("--max-body", "largest request body in bytes", 16 << 20, 1024);
    private readonly Option<int> maximumImages = Number("--max-images", "most images in one request", 1024, 1);

    public RootCommand Build()
    {
        set.AcceptOnlyFromAmong(DataSet.Test, DataSet.Train);
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() < 1)
                result.AddError("--limit must be at least 1.");
        });
        var batchCommand = new Command("batch", "Predicts every image of the input. " + ExitCodes)
        {
            model, modelDigest, input, inputDigest, output, batchSize, offset, limit, partition, set, batchThreads,
        };
        batchCommand.SetAction((result, cancellationToken) => batch(ReadBatch(result), cancellationToken));
        var serveCommand = new Command("serve", "Serves models over the Open Inference Protocol v2. " + ExitCodes) { models, port, host, serveThreads, maximumBody, maximumImages };
        serveCommand.SetAction((result, cancellationToken) => serve(ReadServe(result), cancellationToken));
        return new RootCommand("Runs ONNX image classifiers: once over a batch, or as a service.") { batchCommand, serveCommand };
    }

    private BatchOptions ReadBatch(ParseResult result) => new(
        Source.Parse(result.GetRequiredValue(model), result.GetValue(modelDigest)),
        Source.Parse(result.GetRequiredValue(input), result.GetValue(inputDigest)),
        result.GetRequiredValue(output))
    {
        BatchSize = result.GetValue(batchSize),
        Offset = result.GetValue(offset),
        Limit = result.GetValue(limit),
        Partition = result.GetValue(partition) is { } text ? Partition.Parse(text) : Partition.FromEnvironment(Environment.GetEnvironmentVariable),
        Set = result.GetRequiredValue(set),
        Threads = result.GetValue(batchThreads),
    };

    private ServeOptions ReadServe(ParseResult result) => new([.. result.GetRequiredValue(models).Select(NamedModel.Parse)], result.GetValue(port))
    {
        Host = result.GetValue(host) is { } text ? ReadAddress(text) : null,
        Threads = result.GetValue(serveThreads),
        MaximumBodyBytes = result.GetValue(maximumBody),
        MaximumImages = result.GetValue(maximumImages),
    };

    private static IPAddress ReadAddress(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new WorkerException(ExitCode.Usage, $"'{text}' is not an IP address; write for example --host 127.0.0.1.");

    private static Option<int> Number(string name, string description, int standard, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any())
                return;
            if (result.GetValueOrDefault<int>() < least)
                result.AddError($"{name} must be at least {least}.");
        });
        return option;
    }
}
