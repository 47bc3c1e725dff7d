using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Experiments.Measuring;

/// <summary>
/// The workload of every service experiment: single requests, one image each, to wherever a network let the worker listen. Writes
/// <c>predictions.json</c> and <c>logits.npy</c> like a batch does, so that the same comparison holds for both.
/// </summary>
/// <param name="http">A client without base address.</param>
/// <param name="time">The only clock.</param>
public sealed class ServiceWorkload(HttpClient http, TimeProvider time)
{
    /// <summary>Name under which the worker serves the model: <c>worker serve --model model=path</c>.</summary>
    public const string ModelName = "model";

    /// <summary>Sends the requests of the experiment and collects answers and latencies.</summary>
    /// <param name="run">The experiment.</param>
    /// <param name="endpoint">Base address of the service.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="NetworkException">The service serves another model, or a request failed.</exception>
    public async Task<ServiceAnswers> RunAsync(ExperimentRun run, Uri endpoint, CancellationToken cancellationToken)
    {
        var call = new InferenceCall(http, endpoint, ModelName);
        var served = await call.ModelDigestAsync(cancellationToken);
        if (served != run.Model.Sha256)
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The service serves a model with SHA-256 {served ?? "(unknown)"}, {run.Model.Sha256} was deployed.");

        var images = IdxImages.Read(run.Inputs.Path);
        var distinct = Math.Min(run.Spec.Workload.Requests, Math.Min(run.InputCount, images.Count));
        var scores = new float[distinct][];
        var latencies = new RequestLatency[run.Spec.Workload.Requests];
        var argmax = new int[latencies.Length];
        var began = time.GetTimestamp();
        await SendAsync(0);
        var first = time.GetElapsedTime(began);
        var options = new ParallelOptions { MaxDegreeOfParallelism = run.Spec.Workload.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(1, latencies.Length, options, (index, _) => SendAsync(index));
        if (Enumerable.Range(0, argmax.Length).FirstOrDefault(index => argmax[index] != argmax[index % distinct], -1) is >= 0 and var wrong)
            throw new NetworkException(NetworkErrorKind.Untrustworthy, $"The service gave two different answers to image {wrong % distinct}.");
        var clocks = Clocks.None.With(Clocks.FirstAnswer, first).With(Clocks.Compute, time.GetElapsedTime(began));
        return new ServiceAnswers(Write(run, scores), latencies, clocks, await call.StampsAsync(cancellationToken));

        async ValueTask SendAsync(int index)
        {
            var body = InferenceCall.BodyFor(images, index % distinct);
            var sent = time.GetTimestamp();
            var answer = await call.PredictAsync(body, cancellationToken);
            latencies[index] = new RequestLatency(index % distinct, time.GetElapsedTime(sent), Cold: index == 0);
            argmax[index] = ArgmaxOf(answer);
            if (index < distinct)
                scores[index] = answer;
        }
    }

    private static PredictionRecord Write(ExperimentRun run, float[][] scores)
    {
        var predictions = Path.Combine(run.Folder, "predictions.json");
        var logits = Path.Combine(run.Folder, "logits.npy");
        int[] argmax = [.. scores.Select(ArgmaxOf)];
        NpyFile.Write(logits, scores);
        AtomicFile.WriteJson(predictions, new PredictionDocument(argmax, PredictionRecord.HashOf(argmax), new(run.Model.Sha256)));
        return new PredictionRecord(argmax, predictions, logits);
    }

    private static int ArgmaxOf(float[] scores) => Array.IndexOf(scores, scores.Max());

    private sealed record PredictionDocument(IReadOnlyList<int> Argmax, string PredictionHash, ModelDocument Model);

    private sealed record ModelDocument(string Sha256);
}

/// <summary>What a service answered to its workload.</summary>
/// <param name="Predictions">The predictions in input order.</param>
/// <param name="Latencies">One per request.</param>
/// <param name="Clocks">First answer and compute.</param>
/// <param name="Stamps">The worker's own clock readings, where it tells them.</param>
public sealed record ServiceAnswers(
    PredictionRecord Predictions, IReadOnlyList<RequestLatency> Latencies, Clocks Clocks, WorkerStamps? Stamps);
