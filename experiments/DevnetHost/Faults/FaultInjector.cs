using Microsoft.AspNetCore.Http;

namespace Survey.Devnets;

/// <summary>Makes the faults of a plan happen to requests and work.</summary>
public sealed class FaultInjector(TimeProvider time)
{
    private readonly Lock gate = new();
    private FaultPlan plan = FaultPlan.None;
    private Random random = new(FaultPlan.None.Seed);

    /// <summary>The plan in force. Setting it starts the decisions again from its seed.</summary>
    public FaultPlan Plan
    {
        get
        {
            lock (gate)
                return plan;
        }
        set
        {
            lock (gate)
            {
                plan = value;
                random = new Random(value.Seed);
            }
        }
    }

    /// <summary>Decides about one piece of work or one request.</summary>
    public bool Strikes(double share)
    {
        if (share <= 0)
            return false;
        lock (gate)
            return random.NextDouble() < share;
    }

    /// <summary>Handles a request of the network's API, with the faults that strike it.</summary>
    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var current = Plan;
        if (current.Latency > TimeSpan.Zero)
            await Task.Delay(current.Latency, time, context.RequestAborted);
        if (Strikes(current.ServerErrors))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("Service Unavailable", context.RequestAborted);
            return;
        }

        var drop = Strikes(current.DroppedConnections);
        if (drop && Strikes(0.5))
        {
            context.Abort();
            return;
        }

        if (drop)
        {
            // Carried out, but the answer never arrives: the case that makes clients repeat what was done already.
            var discarded = new MemoryStream();
            context.Response.Body = discarded;
            await next(context);
            context.Abort();
            return;
        }

        await next(context);
    }
}
