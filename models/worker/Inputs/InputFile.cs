namespace Survey.Worker.Inputs;

/// <summary>One file of the input, read whole.</summary>
internal sealed record InputFile(string Name, byte[] Content)
{
    public WorkerException Refuse(string sentence) => new(ExitCode.BadInput, $"'{Name}' {sentence}");
}
