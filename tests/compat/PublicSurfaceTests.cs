using System.Reflection;

namespace Survey.Compat.Tests;

public sealed class PublicSurfaceTests
{
    [Theory]
    [InlineData("Cake.Frosting")]
    [InlineData("Cake.Docker")]
    [InlineData("Nethereum.Web3")]
    public void Surface_IsExactlyTheUpstreamLines_WhenReflected(string package)
    {
        var upstream = PublicSurface.Parse(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "upstream-api", package, "upstream-api.txt")));
        var ours = PublicSurface.Of(Assembly.Load(package));

        Assert.Empty(ours.Except(upstream).Order(StringComparer.Ordinal));
        Assert.Empty(upstream.Except(ours).Order(StringComparer.Ordinal));
    }
}
