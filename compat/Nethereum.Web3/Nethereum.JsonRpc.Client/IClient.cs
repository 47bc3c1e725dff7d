namespace Nethereum.JsonRpc.Client;

public interface IClient
{
    Task<T> SendRequestAsync<T>(string method, string? route = null, params object[] paramList);
}
