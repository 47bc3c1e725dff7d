using Nethereum.Util;
using Survey.Experiments.Networks;
using Survey.Experiments.Ocean.Node;
using Survey.Experiments.Specification;

namespace Survey.Experiments.Ocean.Jobs;

/// <summary>Chooses the compute environment of a job.</summary>
internal static class EnvironmentChoice
{
    /// <exception cref="NetworkException">None offers what is asked for.</exception>
    public static EnvironmentOffer Choose(IReadOnlyList<EnvironmentOffer> offers, ResourceSpec resources, OceanOptions options, string token)
    {
        var candidates = offers.Where(offer => options.Environment is null || offer.Id == options.Environment).ToList();
        if (candidates.Count == 0)
            throw Refused(offers.Count == 0 ? "it offers none: its Docker engine was not reachable when it started" : $"it has no environment {options.Environment}; prices change the id");
        var fitting = candidates.FirstOrDefault(offer => options.Free
            ? offer.HasFreeTier
            : offer.FeeToken is not null && AddressUtil.Current.AreAddressesTheSame(offer.FeeToken, token) && Offers(offer, "cpu", resources.Cpu) && Offers(offer, "ram", resources.MemoryMiB / 1024.0));
        return fitting ?? throw Refused(options.Free ? "none has a free tier" : $"none takes {token} and offers {resources.Cpu} cores and {resources.MemoryMiB} MiB");
    }

    private static bool Offers(EnvironmentOffer offer, string resource, double amount) => offer.Resources.Any(entry => entry.Id == resource && entry.Max >= amount);

    private static NetworkException Refused(string why) => new(NetworkErrorKind.Rejected, $"The ocean-node has no compute environment for this job: {why}.");
}
