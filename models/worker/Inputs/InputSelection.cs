using Survey.Worker.Inference;

namespace Survey.Worker.Inputs;

/// <summary>What the worker took from its input, and what it left and why.</summary>
internal sealed record InputSelection(Images Images, string Format, IReadOnlyList<InputFile> Used, IReadOnlyList<string> Ignored);
