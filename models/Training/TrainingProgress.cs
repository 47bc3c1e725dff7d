using System.Globalization;
using Survey.Experiments.Running;

namespace Survey.Models.Training;

/// <summary>Says how training goes, a few times a second.</summary>
internal sealed class TrainingProgress(string model, int epochs, int imagesPerEpoch, TimeProvider time, IEventSink events)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly long started = time.GetTimestamp();
    private long reported;
    private TimeSpan outside;

    /// <summary>Time that is not training (evaluation), left out of the speed.</summary>
    public void LeaveOut(TimeSpan duration) => outside += duration;

    public void Report(int epoch, int imagesOfEpoch, double loss, double? accuracy)
    {
        if (reported != 0 && time.GetElapsedTime(reported) < Pause && imagesOfEpoch < imagesPerEpoch)
            return;
        reported = time.GetTimestamp();
        var done = ((epoch - 1L) * imagesPerEpoch) + imagesOfEpoch;
        var total = (long)epochs * imagesPerEpoch;
        var seconds = (time.GetElapsedTime(started) - outside).TotalSeconds;
        var speed = seconds > 0 ? done / seconds : 0;
        var left = speed > 0 ? TimeSpan.FromSeconds((total - done) / speed) : TimeSpan.Zero;
        events.Report(new ProgressEvent(
            Trainer.Stage,
            string.Create(CultureInfo.InvariantCulture, $"{model} · epoch {epoch}/{epochs} · loss {loss:0.0000}{(accuracy is null ? "" : $" · accuracy {accuracy * 100:0.0} %")} · {speed:#,0} images/s · {left:mm\\:ss} left"),
            done,
            total,
            "images"));
    }
}
