using Nethereum.Hex.HexTypes;
using Nethereum.RPC.Eth;
using Nethereum.RPC.Eth.Blocks;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.Eth.Filters;
using Nethereum.RPC.Eth.Services;
using Nethereum.RPC.Eth.Transactions;
using Nethereum.RPC.Infrastructure;

#pragma warning disable IDE0130, SA1403 // Upstream spreads one small interface per folder; here they share a page.

namespace Nethereum.RPC
{
    public interface IEthApiService
    {
        IEthChainId ChainId { get; }

        IEthApiBlockService Blocks { get; }

        IEthApiFilterService Filters { get; }

        IEthGasPrice GasPrice { get; }

        IEthGetBalance GetBalance { get; }

        IEthGetCode GetCode { get; }

        IEthApiTransactionsService Transactions { get; }
    }
}

namespace Nethereum.RPC.Infrastructure
{
    public interface IGenericRpcRequestResponseHandlerNoParam<TResponse>
    {
        Task<TResponse> SendRequestAsync(object? id = null);
    }
}

namespace Nethereum.RPC.Eth
{
    public interface IEthChainId : IGenericRpcRequestResponseHandlerNoParam<HexBigInteger>;

    public interface IEthGasPrice : IGenericRpcRequestResponseHandlerNoParam<HexBigInteger>;

    public interface IEthGetBalance
    {
        Task<HexBigInteger> SendRequestAsync(string address, object? id = null);
    }

    public interface IEthGetCode
    {
        Task<string> SendRequestAsync(string address, object? id = null);
    }
}

namespace Nethereum.RPC.Eth.Blocks
{
    public interface IEthBlockNumber : IGenericRpcRequestResponseHandlerNoParam<HexBigInteger>;
}

namespace Nethereum.RPC.Eth.Filters
{
    public interface IEthGetLogs
    {
        Task<FilterLog[]> SendRequestAsync(NewFilterInput newFilter, object? id = null);
    }
}

namespace Nethereum.RPC.Eth.Transactions
{
    public interface IEthGetTransactionCount
    {
        Task<HexBigInteger> SendRequestAsync(string address, BlockParameter block, object? id = null);
    }

    public interface IEthGetTransactionReceipt
    {
        Task<TransactionReceipt> SendRequestAsync(string transactionHash, object? id = null);
    }
}

namespace Nethereum.RPC.Eth.Services
{
    public interface IEthApiBlockService
    {
        IEthBlockNumber GetBlockNumber { get; }
    }

    public interface IEthApiFilterService
    {
        IEthGetLogs GetLogs { get; }
    }

    public interface IEthApiTransactionsService
    {
        IEthGetTransactionCount GetTransactionCount { get; }

        IEthGetTransactionReceipt GetTransactionReceipt { get; }
    }
}
