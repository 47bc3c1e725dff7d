using System.Collections.Concurrent;
using System.Diagnostics;
using Survey.Worker.Inference;

namespace Survey.Worker.Serving;

/// <summary>A model behind a name. Lanes for single images are kept; a request with more gets one of its own.</summary>
internal sealed class ServedModel(string name, OnnxModel model) : IDisposable
{
    /// <summary>A request's images run in slices of this size, so that memory does not grow with the request.</summary>
    private const int LargestBatch = 64;

    /// <summary>A worker holds one version of each model; the digest tells which one it is.</summary>
    public const string Version = "1";

    /// <summary>A larger body takes long to read, whatever the model.</summary>
    public const int QuickBodyBytes = 64 << 10;

    private static readonly TimeSpan QuickTime = TimeSpan.FromMilliseconds(2);

    private readonly ConcurrentBag<InferenceLane> singles = [];
    private readonly ConcurrentBag<InferenceScratch> scratches = [];
    private volatile bool isQuick;

    public string Name { get; } = name;

    public OnnxModel Model { get; } = model;

    /// <summary>Whether the last single image took less time than handing it over to another thread would; false before the first one.</summary>
    public bool IsQuick => isQuick;

    public void Infer(Images images, Span<float> scores)
    {
        var lane = RentLane(Math.Min(images.Count, LargestBatch));
        try
        {
            var started = Stopwatch.GetTimestamp();
            for (var first = 0; first < images.Count; first += lane.Batch)
            {
                var count = Math.Min(lane.Batch, images.Count - first);
                images.WriteTo(lane, Model.InputType, first, count);
                lane.Run()[..(count * Model.Classes)].CopyTo(scores[(first * Model.Classes)..]);
            }

            if (images.Count == 1)
                isQuick = Stopwatch.GetElapsedTime(started) < QuickTime;
        }
        finally
        {
            Return(lane);
        }
    }

    public InferenceScratch RentScratch(int maximumImages) =>
        scratches.TryTake(out var scratch) ? scratch : new InferenceScratch(Model.Image.Elements, maximumImages);

    public void Return(InferenceScratch scratch)
    {
        scratch.Clear();
        scratches.Add(scratch);
    }

    public void Dispose()
    {
        foreach (var lane in singles)
            lane.Dispose();
        foreach (var scratch in scratches)
            scratch.Dispose();
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
