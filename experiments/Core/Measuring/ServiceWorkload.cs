using Survey.Experiments.Inference;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Measuring;

/// <summary>
/// The workload of every service experiment: single requests, one image each, to wherever a network let the worker listen. Writes
/// <c>predictions.json</c> and <c>logits.npy</c> like a batch does, so that the same comparison holds for both.
/// </summary>
/// <param name="http">The connection; its headers go along.</param>
/// <param name="time">The only clock.</param>
public sealed class ServiceWorkload(HttpClient http, TimeProvider time)
{
    /// <summary>Name under which the worker serves the model: <c>worker serve --model model=path</c>.</summary>
    public const string ModelName = "model";

    /// <summary>Sends the requests of the experiment and collects answers and latencies. The first one counts as cold.</summary>
    /// <param name="run">The experiment.</param>
    /// <param name="endpoint">Base address of the service.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="NetworkException">The service serves another model, or answers the same question in two ways.</exception>
    /// <exception cref="InferenceException">A request failed.</exception>
    public async Task<ServiceAnswers> RunAsync(ExperimentRun run, Uri endpoint, CancellationToken cancellationToken)
    {
        var client = new OpenInferenceClient(http, endpoint, time);
        var served = await client.DescribeAsync(ModelName, cancellationToken);
        if (served.Sha256 != run.Model.Sha256)
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The service serves a model with SHA-256 {served.Sha256 ?? "(unknown)"}, {run.Model.Sha256} was deployed.");

        var images = IdxImages.Read(run.Inputs.Path);
        var distinct = Math.Min(run.Spec.Workload.Requests, Math.Min(run.InputCount, images.Count));
        var answers = new InferenceAnswer[run.Spec.Workload.Requests];
        var began = time.GetTimestamp();
        await SendAsync(0, cancellationToken);
        var first = time.GetElapsedTime(began);
        var options = new ParallelOptions { MaxDegreeOfParallelism = run.Spec.Workload.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(1, answers.Length, options, SendAsync);
        var clocks = Clocks.None.With(Clocks.FirstAnswer, first).With(Clocks.Compute, time.GetElapsedTime(began));
        CheckRepetitions(answers, distinct);
        return new ServiceAnswers(
            Write(run, [.. answers.Take(distinct)]),
            [.. answers.Select((answer, index) => new RequestLatency(index % distinct, answer.Elapsed, Cold: index == 0))],
            clocks);

        async ValueTask SendAsync(int index, CancellationToken token) =>
            answers[index] = await client.InferAsync(ModelName, InputOf(served, images, index % distinct), TensorEncoding.Json, token);
    }

    private static void CheckRepetitions(InferenceAnswer[] answers, int distinct)
    {
        for (var index = distinct; index < answers.Length; index++)
        {
            if (answers[index].Argmax[0] != answers[index % distinct].Argmax[0])
                throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The service gave two different answers to image {index % distinct}.");
        }
    }

    private static InferenceInput InputOf(ServedModelInfo served, IdxImages images, int index)
    {
        var stored = images[index];
        var pixels = new float[stored.Length];
        for (var pixel = 0; pixel < pixels.Length; pixel++)
            pixels[pixel] = stored[pixel] / 255f;
        return served.InputOf(pixels, images.Rows, images.Columns);
    }

    private static PredictionRecord Write(ExperimentRun run, IReadOnlyList<InferenceAnswer> answers)
    {
        var predictions = Path.Combine(run.Folder, "predictions.json");
        var logits = Path.Combine(run.Folder, "logits.npy");
        int[] argmax = [.. answers.Select(answer => answer.Argmax[0])];
        NpyFile.Write(logits, [.. answers.Select(answer => answer.Scores.ToArray())]);
        AtomicFile.WriteJson(predictions, new PredictionDocument(argmax, PredictionRecord.HashOf(argmax), new ModelDocument(run.Model.Sha256)));
        return new PredictionRecord(argmax, predictions, logits);
    }

    private sealed record PredictionDocument(IReadOnlyList<int> Argmax, string PredictionHash, ModelDocument Model);

    private sealed record ModelDocument(string Sha256);
}

/// <summary>What a service answered to its workload.</summary>
/// <param name="Predictions">The predictions in input order.</param>
/// <param name="Latencies">One per request.</param>
/// <param name="Clocks">First answer and compute.</param>
public sealed record ServiceAnswers(PredictionRecord Predictions, IReadOnlyList<RequestLatency> Latencies, Clocks Clocks);
