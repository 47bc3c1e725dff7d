namespace Survey.Experiments.Planning;

/// <summary>Which experiments are meant. Without any of them: the default profile.</summary>
public sealed record SelectionOptions
{
    /// <summary>The profile; null takes <c>default</c>, or everything where there is none. Not looked at when experiments are named.</summary>
    public string? Profile { get; init; }

    /// <summary>Names or globs of experiments; the name of a matrix means all it makes.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>Names or globs of networks the experiments must run on.</summary>
    public IReadOnlyList<string> Networks { get; init; } = [];

    /// <summary>Names or globs of models the experiments must run.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The parts of an argument such as <c>--experiment=a,b</c>; none when it was not given.</summary>
    public static IReadOnlyList<string> Split(string? argument) =>
        argument?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
