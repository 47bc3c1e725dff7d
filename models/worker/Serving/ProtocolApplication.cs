using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Survey.Worker.Serving;

/// <summary>What Kestrel calls for each request. A connection keeps its context from one request to the next.</summary>
internal sealed class ProtocolApplication(ProtocolRouter router) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is not IHostContextContainer<HttpContext> connection)
            return new DefaultHttpContext(contextFeatures);
        if (connection.HostContext is DefaultHttpContext kept)
        {
            kept.Initialize(contextFeatures);
            return kept;
        }

        return connection.HostContext = new DefaultHttpContext(contextFeatures);
    }

    public Task ProcessRequestAsync(HttpContext context) => router.InvokeAsync(context);

    public void DisposeContext(HttpContext context, Exception? exception) => ((DefaultHttpContext)context).Uninitialize();
}
