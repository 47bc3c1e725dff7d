using FsCheck.Xunit;
using Survey.Worker.Inputs;

namespace Survey.Worker.Tests.Inputs;

public sealed class PartitionTests
{
    [Property]
    public bool Slice_CoversEverythingOnce_WhateverTheSizes(FsCheck.NonNegativeInt total, FsCheck.PositiveInt count)
    {
        var slices = Enumerable.Range(0, count.Get).Select(index => new Partition(index, count.Get).Slice(total.Get)).ToList();
        var next = 0;
        foreach (var (first, length) in slices)
        {
            if (first != next)
                return false;
            next += length;
        }

        return next == total.Get && slices.Max(slice => slice.Length) - slices.Min(slice => slice.Length) <= 1;
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4/4")]
    [InlineData("-1/4")]
    [InlineData("0/0")]
    [InlineData("a/b")]
    public void Parse_Refuses_WhenItIsNoPartition(string text) =>
        Assert.Equal(ExitCode.Usage, Assert.Throws<WorkerException>(() => Partition.Parse(text)).ExitCode);

    [Fact]
    public void FromEnvironment_ReadsBacalhausVariables()
    {
        var variables = new Dictionary<string, string> { ["BACALHAU_PARTITION_INDEX"] = "1", ["BACALHAU_PARTITION_COUNT"] = "3" };

        Assert.Equal(new Partition(1, 3), Partition.FromEnvironment(variables.GetValueOrDefault));
        Assert.Equal(Partition.Whole, Partition.FromEnvironment(_ => null));
    }
}
