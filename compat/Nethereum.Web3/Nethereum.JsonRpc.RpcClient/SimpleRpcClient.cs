using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Nethereum.JsonRpc.Client;

/// <summary>JSON-RPC over the HttpClient that is handed in, which also bounds the size and time of an answer.</summary>
public class SimpleRpcClient(Uri baseUrl, HttpClient httpClient, JsonSerializerSettings? jsonSerializerSettings = null) : ClientBase
{
    private protected override JsonSerializer Serializer { get; } = JsonSerializer.Create(
        jsonSerializerSettings ?? DefaultJsonSerializerSettingsFactory.BuildDefaultJsonSerializerSettings());

    private protected override async Task<JObject> PostAsync(JObject request, string? route)
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
