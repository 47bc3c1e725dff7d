using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth;
using Nethereum.RPC.Eth.Blocks;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.Eth.Filters;
using Nethereum.RPC.Eth.Services;
using Nethereum.RPC.Eth.Transactions;

namespace Nethereum.RPC;

/// <summary>The read-only calls, all over one client.</summary>
internal class EthCalls(IClient client) : IEthApiService, IEthApiBlockService, IEthApiFilterService, IEthApiTransactionsService
{
    public IEthChainId ChainId { get; } = new Number(client, "eth_chainId");

    public IEthGasPrice GasPrice { get; } = new Number(client, "eth_gasPrice");

    public IEthBlockNumber GetBlockNumber { get; } = new Number(client, "eth_blockNumber");

    public IEthGetBalance GetBalance { get; } = new Calls(client);

    public IEthGetCode GetCode { get; } = new Calls(client);

    public IEthGetLogs GetLogs { get; } = new Calls(client);

    public IEthGetTransactionCount GetTransactionCount { get; } = new Calls(client);

    public IEthGetTransactionReceipt GetTransactionReceipt { get; } = new Calls(client);

    public IEthApiBlockService Blocks => this;

    public IEthApiFilterService Filters => this;

    public IEthApiTransactionsService Transactions => this;

    private sealed class Number(IClient client, string method) : IEthChainId, IEthGasPrice, IEthBlockNumber
    {
        public Task<HexBigInteger> SendRequestAsync(object? id = null) => client.SendRequestAsync<HexBigInteger>(method);
    }

    private sealed class Calls(IClient client) : IEthGetBalance, IEthGetCode, IEthGetLogs, IEthGetTransactionCount, IEthGetTransactionReceipt
    {
        Task<HexBigInteger> IEthGetBalance.SendRequestAsync(string address, object? id) =>
            client.SendRequestAsync<HexBigInteger>("eth_getBalance", null, address, "latest");

        Task<string> IEthGetCode.SendRequestAsync(string address, object? id) =>
            client.SendRequestAsync<string>("eth_getCode", null, address, "latest");

        Task<FilterLog[]> IEthGetLogs.SendRequestAsync(NewFilterInput newFilter, object? id) =>
            client.SendRequestAsync<FilterLog[]>("eth_getLogs", null, newFilter);

        Task<HexBigInteger> IEthGetTransactionCount.SendRequestAsync(string address, BlockParameter block, object? id) =>
            client.SendRequestAsync<HexBigInteger>("eth_getTransactionCount", null, address, block);

        Task<TransactionReceipt> IEthGetTransactionReceipt.SendRequestAsync(string transactionHash, object? id) =>
            client.SendRequestAsync<TransactionReceipt>("eth_getTransactionReceipt", null, transactionHash);
    }
}
