using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Survey.Devnets.Hosting;

namespace Survey.Devnets.Bacalhau.Compute;

/// <summary>The file server of a node's local publisher: results by name, with ranges, for anybody who asks.</summary>
internal sealed class LocalPublisher : IAsyncDisposable
{
    private readonly string folder;
    private readonly FaultInjector faults;
    private readonly TimeProvider time;
    private readonly DevnetActivity activity;
    private LoopbackServer? server;

    private LocalPublisher(string folder, FaultInjector faults, TimeProvider time, DevnetActivity activity)
    {
        this.folder = Directory.CreateDirectory(folder).FullName;
        this.faults = faults;
        this.time = time;
        this.activity = activity;
    }

    public static async Task<LocalPublisher> StartAsync(
        string folder, FaultInjector faults, TimeProvider time, DevnetActivity activity, CancellationToken cancellationToken)
    {
        var publisher = new LocalPublisher(folder, faults, time, activity);
        publisher.server = await LoopbackServer.StartAsync(publisher.HandleAsync, cancellationToken: cancellationToken);
        return publisher;
    }

    /// <summary>Where the result of an execution is put.</summary>
    public string PathOf(string executionId) => Path.Combine(folder, $"{executionId}.tar.gz");

    /// <summary>Where anybody can fetch it.</summary>
    public string UrlOf(string executionId) => new Uri(server!.Address, $"{executionId}.tar.gz").AbsoluteUri;

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        activity.Touch();
        var plan = faults.Plan;
        if (plan.SlowResults > TimeSpan.Zero)
            await Task.Delay(plan.SlowResults, time, context.RequestAborted);
        var name = context.Request.Path.Value!.TrimStart('/');
        if (name.Length == 0)
            await ListAsync(context);
        else if (name != Path.GetFileName(name) || !File.Exists(Path.Combine(folder, name)))
            await TextAsync(context, StatusCodes.Status404NotFound, "404 page not found\n");
        else
            await FileAsync(context, new FileInfo(Path.Combine(folder, name)));
    }

    private async Task ListAsync(HttpContext context)
    {
        var links = Directory.EnumerateFiles(folder, "*.tar.gz").Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .Select(name => $"<a href=\"{name}\">{name}</a>\n");
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            $"<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n{string.Concat(links)}</pre>\n", context.RequestAborted);
    }

    private async Task FileAsync(HttpContext context, FileInfo file)
    {
        var response = context.Response;
        var modified = new DateTimeOffset(file.LastWriteTimeUtc.AddTicks(-(file.LastWriteTimeUtc.Ticks % TimeSpan.TicksPerSecond)), TimeSpan.Zero);
        response.Headers.LastModified = modified.ToString("R", CultureInfo.InvariantCulture);
        if (context.Request.GetTypedHeaders().IfModifiedSince >= modified)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (from, to) = (0L, file.Length - 1);
        if (RangeHeaderValue.TryParse(context.Request.Headers.Range, out var range) && range.Ranges is { Count: 1 })
        {
            var asked = range.Ranges.First();
            from = asked.From ?? Math.Max(0, file.Length - asked.To!.Value);
            to = asked.From is null ? to : Math.Min(asked.To ?? to, to);
            if (from > to)
            {
                response.Headers.Remove("Last-Modified");
                response.Headers.ContentRange = $"bytes */{file.Length}";
                await TextAsync(context, StatusCodes.Status416RangeNotSatisfiable, "invalid range: failed to overlap\n");
                return;
            }

            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {from}-{to}/{file.Length}";
        }

        response.ContentType = "application/gzip";
        response.Headers.AcceptRanges = "bytes";
        response.ContentLength = to - from + 1;
        if (!HttpMethods.IsHead(context.Request.Method))
            await SendAsync(context, file, from, to - from + 1);
    }

    private async Task SendAsync(HttpContext context, FileInfo file, long from, long length)
    {
        if (faults.Strikes(faults.Plan.TruncatedResults) && length > 1)
        {
            await context.Response.SendFileAsync(file.FullName, from, length / 2, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        await context.Response.SendFileAsync(file.FullName, from, length, context.RequestAborted);
    }

    private static async Task TextAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = text.Length;
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
