using Nethereum.Hex.HexTypes;
using Nethereum.JsonRpc.Client;

namespace Survey.Compat.Tests.Nethereum;

/// <summary>Stands for the chain's node: keeps what was asked and answers from a table.</summary>
internal sealed class RecordingClient : IClient
{
    public List<(string Method, object[] Parameters)> Calls { get; } = [];

    public Dictionary<string, object> Answers { get; } = new() { ["eth_sendRawTransaction"] = "0x01", ["eth_chainId"] = new HexBigInteger(1) };

    public string SentRaw => (string)Calls.Single(call => call.Method == "eth_sendRawTransaction").Parameters[0];

    public Task<T> SendRequestAsync<T>(string method, string? route = null, params object[] paramList)
    {
        Calls.Add((method, paramList));
        return Task.FromResult((T)Answers[method]);
    }
}
