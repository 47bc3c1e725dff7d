using System.Numerics;
using Nethereum.ABI.FunctionEncoding;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.Web3;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Ocean.Chain;

/// <summary>One chain, read and written through a JSON-RPC node: typed calls, one transaction at a time per account, receipts.</summary>
internal sealed class EthereumChain(Uri rpc, HttpClient http, TimeProvider time)
{
    private static readonly KeyedLocks Accounts = new();
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SentPatience = TimeSpan.FromMinutes(2);
    private static readonly BigInteger OneGwei = 1_000_000_000;

    private readonly SimpleRpcClient client = new(rpc, PassingHandler.Wrap(http));

    /// <summary>The web3 of a wallet on this chain.</summary>
    public IWeb3 For(Wallet wallet) => new Web3(wallet.Account, client);

    /// <summary>The chain's id.</summary>
    public Task<long> GetChainIdAsync() => AskAsync(async web3 => (long)(await web3.Eth.ChainId.SendRequestAsync()).Value);

    /// <summary>The number of the newest block.</summary>
    public Task<long> GetBlockNumberAsync() => AskAsync(async web3 => (long)(await web3.Eth.Blocks.GetBlockNumber.SendRequestAsync()).Value);

    /// <summary>What one unit of gas costs now, in wei.</summary>
    public Task<BigInteger> GetGasPriceAsync() => AskAsync(async web3 => (await web3.Eth.GasPrice.SendRequestAsync()).Value);

    /// <summary>Coins of an address, in wei.</summary>
    public Task<BigInteger> GetBalanceAsync(string address) => AskAsync(async web3 => (await web3.Eth.GetBalance.SendRequestAsync(address)).Value);

    /// <summary>Tokens of an address, in the token's smallest unit.</summary>
    public Task<BigInteger> GetTokenBalanceAsync(string token, string address) =>
        QueryAsync<Contracts.BalanceOfFunction, BigInteger>(token, new() { Account = address });

    /// <summary>Whether there is a contract at the address.</summary>
    public Task<bool> IsContractAsync(string address) => AskAsync(async web3 => (await web3.Eth.GetCode.SendRequestAsync(address)).Length > 2);

    /// <summary>Calls a function that changes nothing and returns one value.</summary>
    public Task<TOutput> QueryAsync<TMessage, TOutput>(string contract, TMessage message)
        where TMessage : FunctionMessage, new() =>
        AskAsync(web3 => web3.Eth.GetContractQueryHandler<TMessage>().QueryAsync<TOutput>(contract, message));

    /// <summary>Calls a function that changes nothing and returns several values.</summary>
    public Task<TOutput> ReadAsync<TMessage, TOutput>(string contract, TMessage message)
        where TMessage : FunctionMessage, new()
        where TOutput : IFunctionOutputDTO, new() =>
        AskAsync(web3 => web3.Eth.GetContractQueryHandler<TMessage>().QueryDeserializingToObjectAsync<TOutput>(message, contract));

    /// <summary>Logs of some contracts from one block to another; of all contracts when none is named.</summary>
    public Task<FilterLog[]> GetLogsAsync(long from, long to, params string[] contracts) => AskAsync(web3 => web3.Eth.Filters.GetLogs.SendRequestAsync(new NewFilterInput
    {
        FromBlock = new BlockParameter(new HexBigInteger(from)),
        ToBlock = new BlockParameter(new HexBigInteger(to)),
        Address = contracts.Length == 0 ? null! : contracts,
    }));

    /// <summary>Waits until nothing that the account has sent is on its way any more, so that what an interrupted program sent is seen or never comes.</summary>
    /// <exception cref="NetworkException">It is still on its way after two minutes.</exception>
    public async Task WaitForSentAsync(string address, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (await CountAsync(BlockParameter.CreatePending()) > await CountAsync(BlockParameter.CreateLatest()))
        {
            if (time.GetElapsedTime(started) > SentPatience)
                throw new NetworkException(NetworkErrorKind.Failed, $"A transaction of {address} has been on its way for {SentPatience.TotalMinutes:0} minutes: wait for it, or replace it by one with the same nonce and a higher fee.");
            await Task.Delay(Poll, time, cancellationToken);
        }

        Task<BigInteger> CountAsync(BlockParameter block) =>
            AskAsync(async web3 => (await web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(address, block)).Value);
    }

    /// <summary>The receipt of a transaction; null while it is in no block.</summary>
    public Task<TransactionReceipt?> FindReceiptAsync(string hash) =>
        AskAsync<TransactionReceipt?>(async web3 => await web3.Eth.Transactions.GetTransactionReceipt.SendRequestAsync(hash));

    /// <summary>Sends a transaction to a contract and waits until it is in a block.</summary>
    /// <exception cref="NetworkException">The contract refused, or the account cannot pay.</exception>
    public Task<MinedTransaction> SendAsync<TMessage>(
        Wallet wallet, string contract, TMessage message, string what, CancellationToken cancellationToken)
        where TMessage : FunctionMessage, new() => SendAsync(wallet, what, async web3 =>
        {
            var handler = web3.Eth.GetContractTransactionHandler<TMessage>();
            await PriceAsync(web3, wallet, message);
            // Estimates are exact for the state now; a transaction in between may make it cost a little more.
            message.Gas = (await handler.EstimateGasAsync(contract, message)).Value + 20_000;
            return await handler.SendRequestAsync(contract, message);
        }, cancellationToken);

    /// <summary>Creates a contract and waits until it is there.</summary>
    public Task<MinedTransaction> DeployAsync<TMessage>(Wallet wallet, TMessage message, string what, CancellationToken cancellationToken)
        where TMessage : ContractDeploymentMessage, new() => SendAsync(wallet, what, async web3 =>
        {
            await PriceAsync(web3, wallet, message);
            return await web3.Eth.GetContractDeploymentHandler<TMessage>().SendRequestAsync(message);
        }, cancellationToken);

    /// <summary>Waits until the transaction is in a block, and fails if it failed there.</summary>
    public async Task<MinedTransaction> WaitAsync(string hash, string what, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        TransactionReceipt? receipt;
        while ((receipt = await FindReceiptAsync(hash)) is null)
        {
            var waited = time.GetElapsedTime(started);
            await Task.Delay(waited < TimeSpan.FromSeconds(2) ? Poll : SlowPoll, time, cancellationToken);
        }
        return receipt.Status?.Value == 1
            ? new MinedTransaction(what, receipt)
            : throw new NetworkException(NetworkErrorKind.Rejected, $"The transaction {hash} ({what}) failed in block {receipt.BlockNumber}.") { RemoteId = hash };
    }

    private static async Task PriceAsync(IWeb3 web3, Wallet wallet, Nethereum.Contracts.CQS.ContractMessageBase message)
    {
        message.FromAddress = wallet.Address;
        message.Nonce = (await web3.Eth.Transactions.GetTransactionCount.SendRequestAsync(wallet.Address, BlockParameter.CreatePending())).Value;
        var gasPrice = (await web3.Eth.GasPrice.SendRequestAsync()).Value;
        message.MaxFeePerGas = gasPrice * 2;
        message.MaxPriorityFeePerGas = BigInteger.Min(OneGwei, gasPrice);
    }

    private async Task<MinedTransaction> SendAsync(Wallet wallet, string what, Func<IWeb3, Task<string>> send, CancellationToken cancellationToken)
    {
        string hash;
        using (await Accounts.EnterAsync($"{rpc} {wallet.Address}", cancellationToken))
            hash = await TellAsync(what, () => send(For(wallet)));
        return await WaitAsync(hash, what, cancellationToken);
    }

    private Task<T> AskAsync<T>(Func<IWeb3, Task<T>> ask) => TellAsync("reading the chain", () => ask(For(Wallet.Reader)));

    private async Task<T> TellAsync<T>(string what, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (SmartContractRevertException exception)
        {
            throw new NetworkException(NetworkErrorKind.Rejected, $"A contract refused ({what}): {exception.RevertMessage}.", exception);
        }
        catch (SmartContractCustomErrorRevertException exception)
        {
            throw new NetworkException(NetworkErrorKind.Rejected, $"A contract refused ({what}) with its own error {exception.ExceptionEncodedData}.", exception);
        }
        catch (RpcResponseException exception)
        {
            throw new NetworkException(NetworkErrorKind.Rejected, $"The chain's node refused ({what}): {exception.RpcError.Message}.", exception);
        }
        catch (Exception exception) when (exception is RpcClientUnknownException or RpcClientTimeoutException)
        {
            throw new NetworkException(NetworkErrorKind.Transient, $"The chain's node at {rpc.Host}:{rpc.Port} did not answer ({what}): check OCEAN_RPC_URL and that it is running.", exception);
        }
    }
}
