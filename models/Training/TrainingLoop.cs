using Survey.Experiments.Running;
using Survey.Experiments.Specification;
using Survey.Models.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace Survey.Models.Training;

/// <summary>Trains one network. Runs on one thread from begin to end: torch's dispose scopes belong to a thread.</summary>
internal sealed class TrainingLoop(string name, ModelSpec model, ImageDataset dataset, TimeProvider time, IEventSink events)
{
    /// <summary>How much the newest step weighs in the loss and accuracy shown.</summary>
    private const double Newest = 0.02;

    private readonly List<EpochRecord> epochs = [];
    private readonly TrainingProgress progress = new(name, model.Epochs, dataset.Train.Count, time, events);

    public IReadOnlyList<EpochRecord> Epochs => epochs;

    public Evaluation Train(TrainedNetwork network, CancellationToken cancellationToken)
    {
        using var scope = NewDisposeScope();
        using var images = new ImageTensors(dataset.Train);
        using var evaluator = new Evaluator(dataset.Test, dataset.Classes, model.Seed);
        using var optimizer = optim.Adam(network.Layers.parameters(), model.LearningRate);
        Evaluation? evaluation = null;
        for (var epoch = 1; epoch <= model.Epochs; epoch++)
        {
            var order = Shuffle(images.Count);
            var started = time.GetTimestamp();
            var (loss, accuracy) = RunEpoch(epoch, network, images, order, optimizer, cancellationToken);
            var trained = time.GetElapsedTime(started);
            evaluation = evaluator.Evaluate(network, cancellationToken);
            progress.LeaveOut(time.GetElapsedTime(started) - trained);
            epochs.Add(new EpochRecord(epoch, loss, accuracy, evaluation.Loss, evaluation.Accuracy, trained.TotalSeconds, images.Count / trained.TotalSeconds, DisposeScopeManager.Statistics.ThreadTotalLiveCount));
            events.Report(new NoteEvent(Trainer.Stage, FormattableString.Invariant($"{name}: epoch {epoch} of {model.Epochs}: test accuracy {evaluation.Accuracy:0.0000}, test loss {evaluation.Loss:0.0000}, {images.Count / trained.TotalSeconds:#,0} images/s.")));
        }

        return evaluation ?? throw new ModelException($"Model '{name}' is to be trained for {model.Epochs} epochs; at least one is needed.");
    }

    /// <summary>A random order from torch's own generator, which the seed set.</summary>
    private static long[] Shuffle(int count)
    {
        using var order = randperm(count, ScalarType.Int64);
        return order.data<long>().ToArray();
    }

    private (double Loss, double? Accuracy) RunEpoch(int epoch, TrainedNetwork network, ImageTensors images, long[] order, optim.Optimizer optimizer, CancellationToken cancellationToken)
    {
        var classifies = network.Architecture.Objective == Objective.Classification;
        var (sum, right, done) = (0.0, 0L, 0);
        double? recentLoss = null, recentAccuracy = null;
        foreach (var batch in order.Chunk(model.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (loss, hits) = Step(network, images, batch, optimizer);
            done += batch.Length;
            sum += loss * batch.Length;
            right += hits;
            recentLoss = Recent(recentLoss, loss);
            recentAccuracy = classifies ? Recent(recentAccuracy, hits / (double)batch.Length) : null;
            progress.Report(epoch, done, recentLoss.Value, recentAccuracy);
        }

        return (sum / done, classifies ? right / (double)done : null);
    }

    private static (double Loss, long Hits) Step(TrainedNetwork network, ImageTensors images, long[] batch, optim.Optimizer optimizer)
    {
        using var scope = NewDisposeScope();
        var (pixels, labels) = images.Take(batch);
        optimizer.zero_grad();
        var answer = network.Forward(pixels);
        var classifies = network.Architecture.Objective == Objective.Classification;
        var loss = classifies ? nn.functional.cross_entropy(answer, labels) : nn.functional.mse_loss(answer, pixels.flatten(1));
        loss.backward();
        optimizer.step();
        var value = loss.item<float>();
        return float.IsFinite(value)
            ? (value, classifies ? answer.argmax(1).eq(labels).sum().item<long>() : 0)
            : throw new ModelException($"Training diverged: the loss is {value}. Use a smaller learningRate.");
    }

    private static double Recent(double? before, double now) => before is { } value ? value + (Newest * (now - value)) : now;
}
