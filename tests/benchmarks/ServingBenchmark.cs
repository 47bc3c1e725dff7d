using System.Globalization;
using System.Text;
using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;
using CliWrap.EventStream;
using Survey.Benchmarks.Measuring;

namespace Survey.Benchmarks;

/// <summary>One image over loopback, one connection: the whole request against the inference alone.</summary>
internal sealed class ServingBenchmark : IBenchmark
{
    private const int RawRuns = 3000;

    public string Name => "serving";

    public string Peer => "ONNX Runtime's Run alone, same model, one thread";

    public async Task<IReadOnlyList<BenchmarkResult>> RunAsync(BenchmarkContext context, CancellationToken cancellationToken)
    {
        await Debian.EnsureAsync(["wrk"], cancellationToken);
        using var stop = new CancellationTokenSource();
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var serving = ServeAsync(await context.WorkerProgramAsync(cancellationToken), context.Model, address, stop.Token);
        try
        {
            var url = await address.Task.WaitAsync(cancellationToken);
            using var raw = new RawRun(context.Model);
            raw.MedianMicroseconds(RawRuns / 10);
            return [await MeasureAsync(context, "serving-json", url, raw, null, 2.5, cancellationToken), await MeasureAsync(context, "serving-binary", url, raw, 784 * sizeof(float), 1.8, cancellationToken)];
        }
        finally
        {
            await stop.CancelAsync();
            await serving;
        }
    }

    private static async Task<BenchmarkResult> MeasureAsync(BenchmarkContext context, string name, string url, RawRun raw, int? binaryBytes, double bar, CancellationToken cancellationToken)
    {
        var pixels = (await File.ReadAllBytesAsync(context.Images, cancellationToken)).AsSpan(16, 784).ToArray().Select(pixel => pixel / 255f).ToArray();
        var body = Path.Combine(context.Folder("serving"), name);
        var jsonLength = await WriteBodyAsync(body, pixels, binaryBytes, cancellationToken);
        var (ours, peer) = await Interleaved.MedianAsync(
            context.Rounds,
            () => WrkAsync(context, url, body, binaryBytes is null ? null : jsonLength, cancellationToken),
            () => Task.FromResult(raw.MedianMicroseconds(RawRuns)));
        return new(name, ours, peer, "us p50", new(bar, AtLeast: false));
    }

    private static async Task<int> WriteBodyAsync(string path, float[] pixels, int? binaryBytes, CancellationToken cancellationToken)
    {
        var data = binaryBytes is { } size
            ? $"\"parameters\":{{\"binary_data_size\":{size}}}"
            : $"\"data\":[{string.Join(',', pixels.Select(pixel => pixel.ToString("R", CultureInfo.InvariantCulture)))}]";
        var output = binaryBytes is null ? "" : ",\"parameters\":{\"binary_data_output\":true}";
        var json = Encoding.UTF8.GetBytes($"{{\"inputs\":[{{\"name\":\"input\",\"shape\":[1,1,28,28],\"datatype\":\"FP32\",{data}}}]{output}}}");
        var tail = binaryBytes is null ? [] : pixels.SelectMany(BitConverter.GetBytes).ToArray();
        await File.WriteAllBytesAsync(path, [.. json, .. tail], cancellationToken);
        return json.Length;
    }

    private static async Task<double> WrkAsync(BenchmarkContext context, string url, string body, int? jsonLength, CancellationToken cancellationToken)
    {
        var result = await Cli.Wrap("wrk")
            .WithArguments(["--threads", "1", "--connections", "1", "--duration", "3s", "--script", context.PeerFile("post.lua"), $"{url}/v2/models/model/infer"])
            .WithEnvironmentVariables(variables =>
            {
                variables.Set("BODY", body);
                if (jsonLength is { } length)
                    variables.Set("JSON_LENGTH", length.ToString(CultureInfo.InvariantCulture));
            })
            .ExecuteBufferedAsync(cancellationToken);
        using var answer = JsonDocument.Parse(result.StandardOutput.Split('\n').Last(line => line.StartsWith('{')));
        return answer.RootElement.GetProperty("failed").GetInt32() == 0
            ? answer.RootElement.GetProperty("p50Microseconds").GetDouble()
            : throw new BenchmarkException($"Requests failed: {answer.RootElement}");
    }

    private static async Task ServeAsync(string worker, string model, TaskCompletionSource<string> address, CancellationToken stop)
    {
        try
        {
            await foreach (var occurrence in Cli.Wrap(worker).WithArguments(["serve", "--host", "127.0.0.1", "--port", "0", "--model", $"model={model}"]).ListenAsync(stop))
            {
                if (occurrence is StandardOutputCommandEvent line)
                    address.TrySetResult(JsonDocument.Parse(line.Text).RootElement.GetProperty("address").GetString()!);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop: the measurement is over.
        }
        catch (Exception exception)
        {
            address.TrySetException(exception);
        }
    }
}
