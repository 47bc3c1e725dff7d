using Survey.Devnets.Ocean.Chain;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Chain;
using Xunit;

namespace Survey.Experiments.Tests.Ocean;

/// <summary>One chain with Ocean's contracts for the tests that need one; they use accounts of their own and so run side by side.</summary>
public sealed class ChainFixture : IAsyncLifetime
{
    private readonly HttpClient http = new();

    private LocalChain? chain;

    internal string? Missing { get; private set; }

    internal LocalChain Chain
    {
        get
        {
            Assert.SkipUnless(chain is not null, Missing ?? "The chain did not start.");
            return chain!;
        }
    }

    internal static string CacheFolder => Path.Combine(Path.GetTempPath(), "survey-ocean-chain");

    public async ValueTask InitializeAsync()
    {
        try
        {
            var npm = NpmFolder.OfRepository();
            await npm.EnsureAsync(TimeProvider.System, TestContext.Current.CancellationToken);
            chain = await LocalChain.StartAsync(npm, CacheFolder, http, TimeProvider.System, TestContext.Current.CancellationToken);
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("npm", StringComparison.Ordinal))
        {
            Missing = $"No chain: {exception.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (chain is not null)
            await chain.DisposeAsync();
        http.Dispose();
    }

    internal static Wallet Account(int number) => Wallet.Create(new Secret(WellKnownKeys.Key(number)), Anvil.ChainId);
}
