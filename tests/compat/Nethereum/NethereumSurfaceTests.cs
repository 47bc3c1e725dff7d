using System.Reflection;

namespace Survey.Compat.Tests.Nethereum;

public sealed class NethereumSurfaceTests
{
    public static TheoryData<string> Assemblies =>
    [
        "Nethereum.ABI", "Nethereum.Accounts", "Nethereum.Contracts", "Nethereum.Hex", "Nethereum.JsonRpc.Client",
        "Nethereum.JsonRpc.RpcClient", "Nethereum.RPC", "Nethereum.Signer", "Nethereum.Util",
    ];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Surface_IsExactlyTheUpstreamLines_WhenReflected(string assembly)
    {
        var upstream = PublicSurface.Parse(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "upstream-api", "Nethereum", assembly, "upstream-api.txt")));
        var ours = PublicSurface.Of(Assembly.Load(assembly));

        Assert.Empty(ours.Except(upstream).Order(StringComparer.Ordinal));
        Assert.Empty(upstream.Except(ours).Order(StringComparer.Ordinal));
    }
}
