using System.Numerics;
using System.Text.Json;
using Nethereum.Contracts;
using Survey.Experiments.Ocean.Chain;
using Survey.Experiments.Ocean.Contracts;
using Survey.Experiments.Running;

namespace Survey.Build.Tests.Crashes;

/// <summary>Asks the chain for money and assets of the devnet's accounts, the node for jobs that have not ended, and the engine for containers.</summary>
internal static class OceanResidue
{
    private static readonly string Payer = WellKnownKeys.Address(2);
    private static readonly string Payee = WellKnownKeys.Address(1);

    public static async Task<IReadOnlyList<string>> FindAsync(CrashSite site)
    {
        var left = new List<string>();
        foreach (var devnet in site.Devnets("ocean"))
        {
            using var http = new HttpClient();
            var chain = new EthereumChain(new Uri(devnet.Endpoints["rpc"]), http, TimeProvider.System);
            var addresses = OceanAddresses.Read(devnet.Labels["address-file"], await chain.GetChainIdAsync());
            left.AddRange(await MoneyAsync(chain, addresses));
            left.AddRange(await AssetsAsync(chain, addresses));
            left.AddRange(await JobsAsync(http, devnet));
            left.AddRange(await DockerResidue.ContainersAsync($"survey.devnet.process={devnet.ProcessId}"));
        }
        return left;
    }

    private static async Task<IEnumerable<string>> MoneyAsync(EthereumChain chain, OceanAddresses addresses)
    {
        var (token, escrow) = (addresses.Ocean, addresses.Escrow);
        var funds = await chain.ReadAsync<GetUserFundsFunction, FundsOutput>(escrow, new() { Payer = Payer, Token = token });
        var locks = (await chain.ReadAsync<GetLocksFunction, LocksOutput>(escrow, new() { Token = token, Payer = Payer, Payee = Payee })).Locks;
        var authorizations = (await chain.ReadAsync<GetAuthorizationsFunction, AuthorizationsOutput>(escrow, new() { Token = token, Payer = Payer, Payee = Payee })).Authorizations;
        var allowance = await chain.QueryAsync<AllowanceFunction, BigInteger>(token, new() { Owner = Payer, Spender = escrow });
        return
        [
            .. funds.Available.IsZero ? (string[])[] : [$"{funds.Available} in the escrow"],
            .. locks.Select(entry => $"a lock of {entry.Amount}"),
            .. authorizations.Where(entry => !entry.MaxLockedAmount.IsZero || !entry.MaxLockCounts.IsZero).Select(entry => $"an authorization of {entry.MaxLockedAmount}"),
            .. allowance.IsZero ? (string[])[] : [$"an allowance of {allowance}"],
        ];
    }

    private static async Task<IEnumerable<string>> AssetsAsync(EthereumChain chain, OceanAddresses addresses)
    {
        var left = new List<string>();
        foreach (var created in (await chain.GetLogsAsync(0, await chain.GetBlockNumberAsync(), addresses.Erc721Factory)).DecodeAllEvents<NftCreatedEvent>())
        {
            var state = (AssetState)(await chain.ReadAsync<GetMetaDataFunction, GetMetaDataOutput>(created.Event.NewTokenAddress, new())).State;
            if (state != AssetState.Revoked)
                left.Add($"asset {created.Event.TokenName} ({state})");
        }
        return left;
    }

    private static async Task<IEnumerable<string>> JobsAsync(HttpClient http, DevnetEndpointFile devnet)
    {
        using var jobs = JsonDocument.Parse(await http.GetStringAsync($"{devnet.Endpoints["api"]}/api/services/compute?consumerAddress={Payer}", TestContext.Current.CancellationToken));
        return
        [
            .. jobs.RootElement.EnumerateArray()
                .Where(job => job.GetProperty("dateFinished").ValueKind == JsonValueKind.Null)
                .Select(job => $"job {job.GetProperty("jobId").GetString()} ({job.GetProperty("statusText").GetString()})"),
        ];
    }
}
