using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.TransactionManagers;

#pragma warning disable IDE0130 // Two upstream folders on one page.

namespace Nethereum.RPC.TransactionManagers
{
    public interface ITransactionManager
    {
        IClient Client { get; set; }

        Task<HexBigInteger> EstimateGasAsync(CallInput callInput);

        Task<string> SendTransactionAsync(TransactionInput transactionInput);
    }
}

namespace Nethereum.RPC.Accounts
{
    public interface IAccount
    {
        string Address { get; }

        ITransactionManager TransactionManager { get; }
    }
}
