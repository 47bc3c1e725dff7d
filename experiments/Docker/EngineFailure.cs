using System.Net;
using System.Net.Sockets;
using Docker.DotNet;
using Survey.Experiments.Isolation;
using Survey.Experiments.Networks;

namespace Survey.Experiments.Docker;

/// <summary>Says what it means when the engine answers wrongly or no longer: worth another attempt where it may come back.</summary>
internal static class EngineFailure
{
    public static async Task<T> ExplainAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (DockerApiException answer)
        {
            var kind = answer.StatusCode >= HttpStatusCode.InternalServerError ? NetworkErrorKind.Transient : NetworkErrorKind.Rejected;
            throw new NetworkException(kind, $"{DockerWorkRunner.Words(answer)}.", answer);
        }
        catch (Exception cause) when (cause is HttpRequestException or TimeoutException or IOException { InnerException: SocketException })
        {
            throw new NetworkException(NetworkErrorKind.Transient, $"The Docker engine stopped answering: {cause.Message.TrimEnd('.')}. Is dockerd still running?", cause);
        }
    }
}
