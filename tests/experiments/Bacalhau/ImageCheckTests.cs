using Survey.Devnets.Bacalhau.Compute;
using Xunit;

namespace Survey.Experiments.Tests.Bacalhau;

/// <summary>Which manifest a node asks a registry for.</summary>
public sealed class ImageCheckTests
{
    private static readonly string Digest = $"sha256:{new string('6', 64)}";

    public static TheoryData<string, string?> References { get; } = new()
    {
        { "127.0.0.1:5000/survey/worker:1", "http://127.0.0.1:5000/v2/survey/worker/manifests/1" },
        { "127.0.0.1:5000/survey/worker", "http://127.0.0.1:5000/v2/survey/worker/manifests/latest" },
        { $"127.0.0.1:5000/survey/worker@{Digest}", $"http://127.0.0.1:5000/v2/survey/worker/manifests/{Digest}" },
        { $"127.0.0.1:5000/survey/worker:1@{Digest}", $"http://127.0.0.1:5000/v2/survey/worker/manifests/{Digest}" },
        { "survey/worker:1", null },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void ManifestOf_IsTheDigest_WhereTheReferenceHasOne(string image, string? expected) =>
        Assert.Equal(expected, ImageCheck.ManifestOf(image)?.AbsoluteUri);
}
