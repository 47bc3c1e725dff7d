using Nethereum.Contracts.ContractHandlers;
using Nethereum.Contracts.CQS;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC;
using Nethereum.RPC.TransactionManagers;

namespace Nethereum.Contracts.Services;

public interface IEthApiContractService : IEthApiService
{
    IContractDeploymentTransactionHandler<TContractDeploymentMessage> GetContractDeploymentHandler<TContractDeploymentMessage>()
        where TContractDeploymentMessage : ContractDeploymentMessage, new();

    IContractQueryHandler<TContractFunctionMessage> GetContractQueryHandler<TContractFunctionMessage>()
        where TContractFunctionMessage : FunctionMessage, new();

    IContractTransactionHandler<TContractFunctionMessage> GetContractTransactionHandler<TContractFunctionMessage>()
        where TContractFunctionMessage : FunctionMessage, new();
}

internal sealed class EthApiContracts(IClient client, ITransactionManager manager) : EthCalls(client), IEthApiContractService
{
    private readonly IClient client = client;

    public IContractDeploymentTransactionHandler<T> GetContractDeploymentHandler<T>()
        where T : ContractDeploymentMessage, new() => new DeploymentHandler<T>(manager);

    public IContractQueryHandler<T> GetContractQueryHandler<T>()
        where T : FunctionMessage, new() => new QueryHandler<T>(client);

    public IContractTransactionHandler<T> GetContractTransactionHandler<T>()
        where T : FunctionMessage, new() => new TransactionHandler<T>(manager);
}
