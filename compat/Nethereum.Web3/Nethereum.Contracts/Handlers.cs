using System.Reflection;
using Nethereum.ABI;
using Nethereum.ABI.FunctionEncoding.Attributes;
using Nethereum.Contracts.ContractHandlers;
using Nethereum.Contracts.CQS;
using Nethereum.Hex.HexConvertors.Extensions;
using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;
using Nethereum.RPC.Eth.DTOs;
using Nethereum.RPC.TransactionManagers;

#pragma warning disable IDE0130 // Two upstream namespaces and their one implementation on one page.

namespace Nethereum.Contracts.CQS
{
    public interface IContractDeploymentTransactionHandler<TContractDeploymentMessage>
        where TContractDeploymentMessage : ContractDeploymentMessage, new()
    {
        Task<string> SendRequestAsync(TContractDeploymentMessage? contractDeploymentMessage = null);
    }
}

namespace Nethereum.Contracts.ContractHandlers
{
    public interface IContractTransactionHandler<TContractMessage>
        where TContractMessage : FunctionMessage, new()
    {
        Task<HexBigInteger> EstimateGasAsync(string contractAddress, TContractMessage? functionMessage = null);

        Task<string> SendRequestAsync(string contractAddress, TContractMessage? functionMessage = null);
    }

    public interface IContractQueryHandler<TFunctionMessage>
        where TFunctionMessage : FunctionMessage, new()
    {
        Task<TFunctionOutput> QueryAsync<TFunctionOutput>(string contractAddress, TFunctionMessage? functionMessage = null, BlockParameter? block = null);

        Task<TFunctionOutput> QueryDeserializingToObjectAsync<TFunctionOutput>(TFunctionMessage functionMessage, string contractAddress, BlockParameter? block = null)
            where TFunctionOutput : IFunctionOutputDTO, new();
    }
}

namespace Nethereum.Contracts
{
    internal sealed class DeploymentHandler<TMessage>(ITransactionManager manager) : IContractDeploymentTransactionHandler<TMessage>
        where TMessage : ContractDeploymentMessage, new()
    {
        public Task<string> SendRequestAsync(TMessage? contractDeploymentMessage = null) =>
            Reverts.ExplainAsync(manager.SendTransactionAsync(MessageEncoding.ForDeployment(contractDeploymentMessage ?? new TMessage())));
    }

    internal sealed class TransactionHandler<TMessage>(ITransactionManager manager) : IContractTransactionHandler<TMessage>
        where TMessage : FunctionMessage, new()
    {
        public Task<HexBigInteger> EstimateGasAsync(string contractAddress, TMessage? functionMessage = null) =>
            Reverts.ExplainAsync(manager.EstimateGasAsync(MessageEncoding.ForFunction(functionMessage ?? new TMessage(), contractAddress)));

        public Task<string> SendRequestAsync(string contractAddress, TMessage? functionMessage = null) =>
            Reverts.ExplainAsync(manager.SendTransactionAsync(MessageEncoding.ForFunction(functionMessage ?? new TMessage(), contractAddress)));
    }

    internal sealed class QueryHandler<TMessage>(IClient client) : IContractQueryHandler<TMessage>
        where TMessage : FunctionMessage, new()
    {
        public async Task<TOutput> QueryAsync<TOutput>(string contractAddress, TMessage? functionMessage = null, BlockParameter? block = null)
        {
            var answer = await CallAsync(functionMessage ?? new TMessage(), contractAddress, block);
            var returnType = typeof(TMessage).GetCustomAttribute<FunctionAttribute>()?.ReturnType
                ?? throw new NotSupportedException($"{typeof(TMessage).Name} names no return type in its [Function].");
            var type = AbiType.Parse(returnType, typeof(TOutput));
            return (TOutput)AbiDecoder.Decode(type, typeof(TOutput), answer, type.IsDynamic ? 32 : 0);
        }

        public async Task<TOutput> QueryDeserializingToObjectAsync<TOutput>(TMessage functionMessage, string contractAddress, BlockParameter? block = null)
            where TOutput : IFunctionOutputDTO, new()
        {
            var answer = await CallAsync(functionMessage, contractAddress, block);
            return (TOutput)AbiDecoder.DecodeTuple(AbiType.TupleOf(typeof(TOutput)), new TOutput(), answer);
        }

        private async Task<byte[]> CallAsync(TMessage message, string contractAddress, BlockParameter? block)
        {
            var call = MessageEncoding.ForFunction(message, contractAddress);
            var answer = await Reverts.ExplainAsync(client.SendRequestAsync<string>("eth_call", null, call, block ?? BlockParameter.CreateLatest()));
            return answer is { Length: > 2 }
                ? answer.HexToByteArray()
                : throw new InvalidOperationException($"{typeof(TMessage).Name} got no data from {contractAddress}: is there a contract at this address?");
        }
    }
}
