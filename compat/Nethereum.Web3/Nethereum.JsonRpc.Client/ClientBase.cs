using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Nethereum.JsonRpc.Client;

/// <summary>JSON-RPC 2.0 requests and answers; how they travel is the derived class's business.</summary>
public abstract class ClientBase : IClient
{
    private int lastId;

    private protected abstract JsonSerializer Serializer { get; }

    public async Task<T> SendRequestAsync<T>(string method, string? route = null, params object[] paramList)
    {
        var request = new JObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = Interlocked.Increment(ref lastId),
            ["method"] = method,
            ["params"] = JArray.FromObject(paramList, Serializer),
        };
        var answer = await PostAsync(request, route);
        if (answer["error"] is JObject error)
            throw new RpcResponseException(new RpcError((int?)error["code"] ?? 0, (string?)error["message"] ?? "no message", error["data"]));
        var result = answer["result"];
        return result is null || result.Type == JTokenType.Null ? default! : result.ToObject<T>(Serializer)!;
    }

    private protected abstract Task<JObject> PostAsync(JObject request, string? route);
}
