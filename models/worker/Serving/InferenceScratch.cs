using System.Buffers;
using System.Text.Json;

namespace Survey.Worker.Serving;

/// <summary>Everything one inference writes into, kept for the next one: the usual request allocates next to nothing.</summary>
internal sealed class InferenceScratch : IDisposable
{
    /// <summary>A larger answer was a large request's: its memory is given back.</summary>
    private const int UsualAnswer = 4096;

    private float[] scores = [];

    public InferenceScratch(int elements, int maximumImages)
    {
        Request = new(new FloatBuffer(elements, maximumImages * elements));
        Answer = new(UsualAnswer);
        Json = new(Answer, new JsonWriterOptions { SkipValidation = true });
    }

    public InferenceRequest Request { get; }

    public ArrayBufferWriter<byte> Answer { get; private set; }

    /// <summary>Writes into <see cref="Answer"/>.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Room for the scores of one request.</summary>
    public Span<float> Scores(int count)
    {
        if (count > scores.Length)
            scores = new float[count];
        return scores.AsSpan(0, count);
    }

    public void Clear()
    {
        Request.Clear();
        if (Answer.Capacity > UsualAnswer)
            (Answer, scores) = (new(UsualAnswer), []);
        Answer.ResetWrittenCount();
        Json.Reset(Answer);
    }

    public void Dispose() => Json.Dispose();
}
