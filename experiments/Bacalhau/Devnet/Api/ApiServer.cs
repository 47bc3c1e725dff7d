using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Survey.Devnets.Bacalhau.Wire;

namespace Survey.Devnets.Bacalhau.Api;

/// <summary>What happens to every call, in the server's order: headers, version, authorisation, route, handler, error.</summary>
internal sealed class ApiServer(Router router, Authorizer authorizer, BacalhauTiming timing, TimeProvider time)
{
    private const int RequestIdLength = 32;
    private const int LargestUnchunked = 2048;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly Dictionary<string, string> Redirects = new()
    {
        ["/"] = "/api/v1/agent/version",
        ["/version"] = "/api/v1/agent/version",
        ["/livez"] = "/api/v1/agent/alive",
    };

    public async Task HandleAsync(HttpContext context)
    {
        var request = new ApiRequest(context);
        AddHeaders(context);
        if (IsPreflight(context))
            return;
        try
        {
            if (VersionCheck.Refusal(context.Request) is { } refusal)
            {
                await WriteAsync(request, refusal.Status, refusal.Body);
                return;
            }

            await RouteAsync(request);
        }
        catch (ApiException exception)
        {
            if (exception.Component == Authorizer.Component && exception.Status is 401 or 403)
                RemoveVersion(context.Response);
            await WriteAsync(request, exception.Status, exception.Envelope(context.Request.Headers["X-Request-Id"].ToString()));
        }
    }

    private async Task RouteAsync(ApiRequest request)
    {
        var context = request.Context;
        var method = context.Request.Method;
        authorizer.Check(context.Request, request.Path);
        if (HttpMethods.IsGet(method) && Redirects.TryGetValue(request.Path, out var target))
        {
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = target;
            return;
        }

        if (router.Find(method, request.Path) is not { } found)
            throw Authorizer.UnknownRoute();
        request.Segments = found.Segments;

        // A log stream has no limit; everything else has.
        using var patience = context.WebSockets.IsWebSocketRequest
            ? new CancellationTokenSource()
            : new CancellationTokenSource(timing.HandlerLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        try
        {
            if (await found.Handler(request, either.Token) is { } answer)
                await WriteAsync(request, StatusCodes.Status200OK, answer);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            await TextAsync(context, StatusCodes.Status503ServiceUnavailable, "Server Timeout!");
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be told.
        }
    }

    public static async Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = text.Length;
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static async Task WriteAsync(ApiRequest request, int status, object answer)
    {
        var response = request.Context.Response;
        var (body, options) = answer is PlainAnswer plain ? (plain.Body, WireJson.Plain) : (answer, WireJson.Default);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, request.WantsPretty ? WireJson.Pretty : options);
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (HttpMethods.IsHead(request.Context.Request.Method))
            return;
        if (bytes.Length < LargestUnchunked)
            response.ContentLength = bytes.Length + 1;
        await response.Body.WriteAsync(bytes, request.Context.RequestAborted);
        await response.Body.WriteAsync("\n"u8.ToArray(), request.Context.RequestAborted);
    }

    private static void AddHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (context.Request.Headers.Origin.Count > 0)
            headers.AccessControlAllowOrigin = "*";
        headers["X-Request-Id"] = context.Request.Headers["X-Request-Id"] is { Count: > 0 } sent
            ? sent
            : RandomNumberGenerator.GetString(Letters, RequestIdLength);
        headers["X-Bacalhau-Git-Version"] = ServerVersion.Text;
        headers["X-Bacalhau-Git-Commit"] = ServerVersion.Commit;
        headers["X-Bacalhau-Build-Date"] = ServerVersion.BuildDateHeader;
        headers["X-Bacalhau-Build-OS"] = ServerVersion.Info.GOOS;
        headers["X-Bacalhau-Arch"] = ServerVersion.Info.GOARCH;
    }

    private static void RemoveVersion(HttpResponse response)
    {
        foreach (var name in response.Headers.Keys.Where(name => name.StartsWith("X-Bacalhau-", StringComparison.OrdinalIgnoreCase)).ToList())
            response.Headers.Remove(name);
    }

    private static bool IsPreflight(HttpContext context)
    {
        if (!HttpMethods.IsOptions(context.Request.Method))
            return false;
        RemoveVersion(context.Response);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.Headers.Vary = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";
        context.Response.Headers.AccessControlAllowMethods = "GET,HEAD,PUT,PATCH,POST,DELETE";
        return true;
    }
}

/// <summary>An answer that is written without HTML escapes.</summary>
internal sealed record PlainAnswer(object Body);
