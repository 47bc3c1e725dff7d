using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;

namespace Survey.Benchmarks;

/// <summary>ONNX Runtime's Run and nothing around it: one image, one thread.</summary>
internal sealed class RawRun : IDisposable
{
    private readonly SessionOptions options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
    private readonly InferenceSession session;
    private readonly RunOptions run = new();
    private readonly OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[784], [1, 1, 28, 28]);
    private readonly OrtValue output = OrtValue.CreateTensorValueFromMemory(new float[10], [1, 10]);

    public RawRun(string model) => session = new(model, options);

    public double MedianMicroseconds(int runs)
    {
        var times = new double[runs];
        for (var index = 0; index < runs; index++)
        {
            var started = Stopwatch.GetTimestamp();
            session.Run(run, ["input"], [input], ["logits"], [output]);
            times[index] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        }

        Array.Sort(times);
        return times[runs / 2];
    }

    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
        run.Dispose();
        session.Dispose();
        options.Dispose();
    }
}
