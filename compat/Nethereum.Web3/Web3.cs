using Nethereum.Contracts.Services;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Accounts;

namespace Nethereum.Web3;

public interface IWeb3
{
    IClient Client { get; }

    IEthApiContractService Eth { get; }
}

public class Web3 : IWeb3
{
    public Web3(IAccount account, IClient client)
    {
        account.TransactionManager.Client = client;
        Client = client;
        Eth = new EthApiContracts(client, account.TransactionManager);
    }

    public IClient Client { get; }

    public IEthApiContractService Eth { get; }
}
