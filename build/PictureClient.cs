using System.Globalization;
using Spectre.Console;
using Survey.Experiments;
using Survey.Experiments.Inference;
using Survey.Experiments.Measuring;
using Survey.Experiments.Networks;
using Survey.Experiments.Running;

namespace Survey.Build;

/// <summary>The client of a deployed service: reads the digit of a picture and draws it on the terminal.</summary>
internal static class PictureClient
{
    public static async Task ReadAsync(BuildContext context, string experiment, string picture)
    {
        var path = Path.GetFullPath(picture);
        if (!File.Exists(path))
            throw new SurveyException(ExitCode.InvalidSpecification, $"The picture '{path}' does not exist.");
        var held = new RunStore(context.Survey.Artifacts).All().LastOrDefault(run => run.Experiment(experiment).ReadOutcome()?.State == OutcomeState.Held);
        if (held?.Experiment(experiment).Read<Deployment>(ExperimentFolder.Deployment)?.Endpoint is not { } endpoint)
        {
            throw new SurveyException(
                ExitCode.MissingPrerequisite,
                $"'{experiment}' is not deployed as a service. Run --target={experiment}:Deploy --hold=1h first, and --target={experiment}:Teardown afterwards.");
        }

        using var http = new HttpClient();
        var reader = new DigitReader(new OpenInferenceClient(http, endpoint, TimeProvider.System), TimeProvider.System);
        var reading = await reader.ReadAsync(await File.ReadAllBytesAsync(path, context.Cancellation), ServiceWorkload.ModelName, TensorEncoding.Json, context.Cancellation);
        Draw(context.Console, reading);
    }

    private static void Draw(IAnsiConsole console, DigitReading reading)
    {
        // A pipe, or a terminal without colours, would show the same block everywhere.
        var coloured = console.Profile.Capabilities.ColorSystem is not (ColorSystem.NoColors or ColorSystem.Legacy);
        foreach (var row in HalfBlocks.Of(reading.Pixels, DigitPreparation.Size))
        {
            foreach (var block in row)
                console.Write(coloured ? Coloured(block) : new Text($"{block.Shade}"));
            console.WriteLine();
        }

        console.MarkupLineInterpolated($"digit [bold]{reading.Digit}[/]");
        var chart = new BarChart().Width(60);
        for (var digit = 0; digit < reading.Probabilities.Count; digit++)
            chart.AddItem(digit.ToString(CultureInfo.InvariantCulture), Math.Round(reading.Probabilities[digit] * 100, 1), digit == reading.Digit ? Color.Green : Color.Grey);
        console.Write(chart);
        foreach (var step in reading.Steps)
            console.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{step.Name}: {step.Elapsed.TotalMilliseconds:0.0} ms");
    }

    private static Text Coloured(HalfBlock block) => new(
        $"{HalfBlocks.Character}", new Style(new Color(block.Upper, block.Upper, block.Upper), new Color(block.Lower, block.Lower, block.Lower)));
}
