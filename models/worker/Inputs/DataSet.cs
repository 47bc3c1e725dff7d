namespace Survey.Worker.Inputs;

/// <summary>Tells training from test files by their names, as MNIST and most other sets have them.</summary>
internal static class DataSet
{
    public const string Test = "test";
    public const string Train = "train";

    public static string? Of(string fileName) =>
        fileName.StartsWith("t10k", StringComparison.OrdinalIgnoreCase) || fileName.Contains(Test, StringComparison.OrdinalIgnoreCase) ? Test
        : fileName.Contains(Train, StringComparison.OrdinalIgnoreCase) ? Train
        : null;
}
