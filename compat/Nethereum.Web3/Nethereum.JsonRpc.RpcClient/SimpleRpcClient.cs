using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Nethereum.JsonRpc.Client;

/// <summary>JSON-RPC 2.0 over the HttpClient that is handed in, which also bounds the size and time of an answer.</summary>
public class SimpleRpcClient(Uri baseUrl, HttpClient httpClient, JsonSerializerSettings? jsonSerializerSettings = null) : IClient
{
    private readonly JsonSerializer serializer = JsonSerializer.Create(
        jsonSerializerSettings ?? DefaultJsonSerializerSettingsFactory.BuildDefaultJsonSerializerSettings());

    private int lastId;

    public async Task<T> SendRequestAsync<T>(string method, string? route = null, params object[] paramList)
    {
        var request = new JObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = Interlocked.Increment(ref lastId),
            ["method"] = method,
            ["params"] = JArray.FromObject(paramList, serializer),
        };
        var answer = await PostAsync(request, route);
        if (answer["error"] is JObject error)
            throw new RpcResponseException(new RpcError((int?)error["code"] ?? 0, (string?)error["message"] ?? "no message", error["data"]));
        var result = answer["result"];
        return result is null || result.Type == JTokenType.Null ? default! : result.ToObject<T>(serializer)!;
    }

    private async Task<JObject> PostAsync(JObject request, string? route)
    {
        try
        {
            using var content = new StringContent(request.ToString(Formatting.None), Encoding.UTF8, "application/json");
            using var response = await httpClient.PostAsync(route is null ? baseUrl : new Uri(baseUrl, route), content);
            response.EnsureSuccessStatusCode();
            return JObject.Parse(await response.Content.ReadAsStringAsync());
        }
        catch (TaskCanceledException exception)
        {
            throw new RpcClientTimeoutException($"{request["method"]} got no answer in time.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            throw new RpcClientUnknownException($"{request["method"]} got no usable answer.", exception);
        }
    }
}
