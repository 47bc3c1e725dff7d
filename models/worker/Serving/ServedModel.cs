using System.Collections.Concurrent;
using Survey.Worker.Inference;

namespace Survey.Worker.Serving;

/// <summary>A model behind a name. Lanes for single images are kept; a request with more gets one of its own.</summary>
internal sealed class ServedModel(string name, OnnxModel model) : IDisposable
{
    /// <summary>A request's images run in slices of this size, so that memory does not grow with the request.</summary>
    private const int LargestBatch = 64;

    /// <summary>A worker holds one version of each model; the digest tells which one it is.</summary>
    public const string Version = "1";

    private readonly ConcurrentBag<InferenceLane> singles = [];

    public string Name { get; } = name;

    public OnnxModel Model { get; } = model;

    public void Infer(Images images, Span<float> scores)
    {
        var lane = RentLane(Math.Min(images.Count, LargestBatch));
        try
        {
            for (var first = 0; first < images.Count; first += lane.Batch)
            {
                var count = Math.Min(lane.Batch, images.Count - first);
                images.WriteTo(lane, Model.InputType, first, count);
                lane.Run()[..(count * Model.Classes)].CopyTo(scores[(first * Model.Classes)..]);
            }
        }
        finally
        {
            Return(lane);
        }
    }

    public void Dispose()
    {
        foreach (var lane in singles)
            lane.Dispose();
        Model.Dispose();
    }

    private InferenceLane RentLane(int batch) => batch == 1 && singles.TryTake(out var lane) ? lane : Model.OpenLane(batch);

    private void Return(InferenceLane lane)
    {
        if (lane.Batch == 1)
            singles.Add(lane);
        else
            lane.Dispose();
    }
}
