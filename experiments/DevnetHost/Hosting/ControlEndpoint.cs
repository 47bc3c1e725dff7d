using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Survey.Experiments.Isolation;

namespace Survey.Devnets.Hosting;

/// <summary>
/// What a devnet answers below <c>/devnet/</c>, beside the network's own protocol, so that no real server answers it:
/// <c>GET status</c>, <c>PUT faults</c>, <c>PUT images</c>, <c>POST stop</c>.
/// </summary>
public sealed class ControlEndpoint(IDevnet devnet, ImageRegistry images)
{
    private const string Prefix = "/devnet/";
    private const int MostBodyBytes = 64 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { MaxDepth = 8 };

    private readonly TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when somebody asked the devnet to stop.</summary>
    public Task StopAsked => stop.Task;

    /// <summary>Answers the request if it is one of these; otherwise says so.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        try
        {
            var status = await HandleAsync(context, context.Request.Method, path[Prefix.Length..]);
            if (!context.Response.HasStarted)
                context.Response.StatusCode = status;
        }
        catch (JsonException exception)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync(exception.Message, context.RequestAborted);
        }

        return true;
    }

    private async Task<int> HandleAsync(HttpContext context, string method, string what)
    {
        switch (method, what)
        {
            case ("GET", "status"):
                await context.Response.WriteAsJsonAsync(
                    new { devnet.Network, devnet.Endpoints, devnet.Labels, devnet.Faults, devnet.Activity.Running }, Json);
                return StatusCodes.Status200OK;
            case ("PUT", "faults"):
                devnet.Faults = await ReadAsync<FaultPlan>(context);
                return StatusCodes.Status204NoContent;
            case ("PUT", "images"):
                images.Register(await ReadAsync<ProcessImage>(context));
                return StatusCodes.Status204NoContent;
            case ("POST", "stop"):
                // Once the answer is out: who asks must not find the connection cut.
                context.Response.OnCompleted(() => Task.FromResult(stop.TrySetResult()));
                return StatusCodes.Status202Accepted;
            default:
                return StatusCodes.Status404NotFound;
        }
    }

    private static async Task<T> ReadAsync<T>(HttpContext context)
    {
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + count > MostBodyBytes)
                throw new JsonException($"The body is larger than {MostBodyBytes} bytes.");
            body.Write(buffer, 0, count);
        }

        return JsonSerializer.Deserialize<T>(body.ToArray(), Json) ?? throw new JsonException("The body is null.");
    }
}
