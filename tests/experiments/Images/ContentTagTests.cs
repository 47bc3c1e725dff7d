using Survey.Experiments.Images;
using Xunit;

namespace Survey.Experiments.Tests.Images;

public sealed class ContentTagTests
{
    private static readonly ImageFile Program = new("app/worker", "755", 10, "aa");
    private static readonly ImageFile Library = new("lib/libc.so.6", "644", 20, "bb");

    [Fact]
    public void Of_IsTheSame_WhateverTheOrder() =>
        Assert.Equal(ContentTag.Of([Program, Library], "FROM scratch"), ContentTag.Of([Library, Program], "FROM scratch"));

    [Fact]
    public void Of_Differs_WhenAnythingDiffers()
    {
        string[] tags =
        [
            ContentTag.Of([Program], "FROM scratch"),
            ContentTag.Of([Program, Library], "FROM scratch"),
            ContentTag.Of([Program with { Mode = "644" }], "FROM scratch"),
            ContentTag.Of([Program with { Sha256 = "cc" }], "FROM scratch"),
            ContentTag.Of([Program with { Path = "app/other" }], "FROM scratch"),
            ContentTag.Of([Program], "FROM base"),
        ];

        Assert.Equal(tags.Length, tags.Distinct().Count());
    }
}
