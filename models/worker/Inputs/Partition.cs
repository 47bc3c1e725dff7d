using System.Globalization;

namespace Survey.Worker.Inputs;

/// <summary>One of several contiguous slices of the input, for work that a network splits among machines.</summary>
internal sealed record Partition(int Index, int Count)
{
    public static Partition Whole { get; } = new(0, 1);

    /// <summary>Reads "i/n" with i from 0 to n-1.</summary>
    public static Partition Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && TryNumber(parts[0], out var index) && TryNumber(parts[1], out var count) && index < count
            ? new(index, count)
            : throw new WorkerException(ExitCode.Usage, $"'{text}' is not a partition; write i/n with i from 0 to n-1, for example 0/4.");
    }

    /// <summary>Bacalhau tells every execution of a split job which part it has.</summary>
    public static Partition FromEnvironment(Func<string, string?> variable) =>
        variable("BACALHAU_PARTITION_INDEX") is { Length: > 0 } index && variable("BACALHAU_PARTITION_COUNT") is { Length: > 0 } count
            ? Parse($"{index}/{count}")
            : Whole;

    /// <summary>The slice of a range of this length; the slices of all partitions follow each other without a gap and differ by one at most.</summary>
    public (int First, int Length) Slice(int total)
    {
        var first = (int)((long)total * Index / Count);
        var end = (int)((long)total * (Index + 1) / Count);
        return (first, end - first);
    }

    private static bool TryNumber(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
