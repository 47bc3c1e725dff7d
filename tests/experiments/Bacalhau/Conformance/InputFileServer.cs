using Microsoft.AspNetCore.Http;
using Survey.Devnets.Hosting;

namespace Survey.Experiments.Tests.Bacalhau.Conformance;

/// <summary>The file server the recorded jobs took their inputs from: one path per oddity.</summary>
internal sealed class InputFileServer : IAsyncDisposable
{
    private LoopbackServer? server;
    private int flaky;

    public string Authority => server!.Address.Authority;

    public static async Task<InputFileServer> StartAsync(CancellationToken cancellationToken)
    {
        var files = new InputFileServer();
        files.server = await LoopbackServer.StartAsync(files.HandleAsync, cancellationToken: cancellationToken);
        return files;
    }

    public ValueTask DisposeAsync() => server!.DisposeAsync();

    private Task HandleAsync(HttpContext context)
    {
        var isHead = HttpMethods.IsHead(context.Request.Method);
        switch (context.Request.Path.Value)
        {
            case "/missing.bin":
            case "/head405" when isHead:
            case "/headok-getgone" when !isHead:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            case "/flaky.txt" when !isHead && Interlocked.Increment(ref flaky) <= 2:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            case "/redir.txt":
                context.Response.Redirect("/other.txt");
                return Task.CompletedTask;
            case "/redir-named":
                context.Response.Redirect("/named");
                return Task.CompletedTask;
            case "/slow.txt" when !isHead:
                return AnswerLateAsync(context, TimeSpan.FromSeconds(8));
            case "/slowhead.txt" when isHead:
                return AnswerLateAsync(context, TimeSpan.FromSeconds(6));
            case "/nolen.txt":
                return context.Response.Body.FlushAsync();
            case "/big-head.txt" when isHead:
                context.Response.ContentLength = 1_000_000_000_000_000;
                return Task.CompletedTask;
            default:
                return AnswerAsync(context, isHead);
        }
    }

    private static Task AnswerAsync(HttpContext context, bool isHead)
    {
        context.Response.ContentLength = 5;
        return isHead ? Task.CompletedTask : context.Response.WriteAsync("file\n");
    }

    // What the recorded server was: slow. Nothing is waited for here.
    private static async Task AnswerLateAsync(HttpContext context, TimeSpan delay)
    {
        await Task.Delay(delay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await AnswerAsync(context, HttpMethods.IsHead(context.Request.Method));
    }
}
