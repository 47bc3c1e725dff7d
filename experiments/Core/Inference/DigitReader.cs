namespace Survey.Experiments.Inference;

/// <summary>Reads the digit on a picture with a deployed model.</summary>
/// <param name="client">The server.</param>
/// <param name="time">Measures the steps.</param>
public sealed class DigitReader(OpenInferenceClient client, TimeProvider time)
{
    /// <summary>Decodes, prepares and asks.</summary>
    /// <param name="picture">The picture's file.</param>
    /// <param name="model">The model's name on the server.</param>
    /// <param name="encoding">How the pixels travel.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<DigitReading> ReadAsync(byte[] picture, string model, TensorEncoding encoding, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var decoded = GreyPicture.Decode(picture);
        var decoding = time.GetElapsedTime(started);

        started = time.GetTimestamp();
        var pixels = DigitPreparation.Prepare(decoded);
        var preparing = time.GetElapsedTime(started);

        var served = await client.DescribeAsync(model, cancellationToken);
        var answer = await client.InferAsync(model, served.InputOf(pixels, DigitPreparation.Size, DigitPreparation.Size), encoding, cancellationToken);
        return new(
            answer.Argmax[0], answer.Probabilities(0), pixels,
            [new("decode the picture", decoding), new("crop, scale and centre", preparing), new("ask the model", answer.Elapsed)]);
    }
}

/// <summary>What the model saw on a picture.</summary>
/// <param name="Digit">The most probable class.</param>
/// <param name="Probabilities">Of every class.</param>
/// <param name="Pixels">What was sent: 28x28, bright ink on black, 0..1.</param>
/// <param name="Steps">How long each step took.</param>
public sealed record DigitReading(int Digit, IReadOnlyList<double> Probabilities, IReadOnlyList<float> Pixels, IReadOnlyList<DigitStep> Steps);

/// <summary>One step on the way to an answer.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record DigitStep(string Name, TimeSpan Elapsed);
