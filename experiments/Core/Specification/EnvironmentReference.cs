namespace Survey.Experiments.Specification;

/// <summary>A <c>${NAME}</c> in experiments.yaml. A variable that is missing stops only the experiments that need the value.</summary>
/// <param name="Path">Where the value belongs, for example <c>networks.ocean.settings.privateKey</c>.</param>
/// <param name="Name">The variable.</param>
/// <param name="IsSecret">Whether the value stays a reference until the driver needs it.</param>
/// <param name="IsMissing">Whether it is neither set nor has a default.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">Its line.</param>
public sealed record EnvironmentReference(string Path, string Name, bool IsSecret, bool IsMissing, string File, int Line);
