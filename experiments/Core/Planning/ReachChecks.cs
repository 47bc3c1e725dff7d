using System.Net;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Planning;

/// <summary>A real node must be able to pull the image and to read model and inputs.</summary>
internal static class ReachChecks
{
    public static IEnumerable<Obstacle> Check(PlannedExperiment experiment)
    {
        if (!experiment.Published)
        {
            yield break;
        }

        // A node on this machine reaches what only this machine reaches.
        var isNear = experiment.Network.Endpoint is { } endpoint && Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && IsLoopback(uri.Host);
        var image = $"images.{experiment.Spec.Image}.push";
        if (experiment.Image.Push is not { } push)
        {
            yield return Obstacle.Refuse($"A real node cannot pull the image: set {image} to a registry that it reaches.");
        }
        else if (!isNear && IsLoopback(HostOf(push.Advertise ?? push.Registry)))
        {
            yield return Obstacle.Refuse($"A real node cannot pull from {push.Advertise ?? push.Registry}: set {image}.advertise to a name that it reaches.");
        }

        if (experiment.Hosting is not { } hosting)
        {
            yield return Obstacle.Refuse($"A real node cannot read model and inputs: set networks.{experiment.Spec.Network}.hosting to an entry of hosting.");
        }
        else if (hosting.Kind == HostingKind.Local && UnreachableReason(hosting, isNear) is { } reason)
        {
            yield return Obstacle.Refuse($"{reason}: set hosting.{experiment.Network.Hosting}.advertise to a URL that the node reaches.");
        }
    }

    private static string? UnreachableReason(HostingSpec hosting, bool isNear) => hosting.Advertise switch
    {
        null => isNear ? null : "A real node cannot read from a server whose address it is not told",
        var url when !isNear && Uri.TryCreate(url, UriKind.Absolute, out var uri) && IsLoopback(uri.Host) => $"A real node cannot read from {url}",
        _ => null,
    };

    private static string HostOf(string authority) => Uri.TryCreate($"http://{authority}", UriKind.Absolute, out var uri) ? uri.Host : authority;

    private static bool IsLoopback(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any)));
}
