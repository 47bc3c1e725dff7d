namespace Nethereum.JsonRpc.Client;

public class RpcError(int code, string message, object? data = null)
{
    public int Code { get; } = code;

    public string Message { get; } = message;

    public object? Data { get; } = data;
}

/// <summary>The chain's node answered with an error.</summary>
public class RpcResponseException(RpcError rpcError) : Exception(rpcError.Message)
{
    public RpcError RpcError { get; } = rpcError;
}

/// <summary>No usable answer: connection, status or format.</summary>
public class RpcClientUnknownException(string message, Exception innerException) : Exception(message, innerException);

public class RpcClientTimeoutException(string message, Exception innerException) : Exception(message, innerException);
