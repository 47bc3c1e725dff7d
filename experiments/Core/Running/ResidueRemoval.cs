using Survey.Experiments.Networks;

namespace Survey.Experiments.Running;

/// <summary>
/// Removes what one experiment has on one network, asks the network itself what is left, and writes both into the journal. The one way to
/// tear down: at the end of an experiment and in Sweep.
/// </summary>
internal sealed class ResidueRemoval(IResourceKeeper network, NetworkRetry retry, TimeProvider time)
{
    public async Task<TeardownReport> RunAsync(ExperimentJournal journal, string? experiment, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var proofs = new List<ResourceProof>();
        var payments = new List<Payment>();
        var open = journal.Open;
        if (open.Count > 0)
            await RemoveAsync(open);
        var answered = time.GetElapsedTime(began);

        var scope = new ResidueScope(journal.Run, experiment, open);
        var found = await FindAsync(scope);
        if (found.Count > 0)
        {
            // Something the journal does not know (its file was cut short), or that came up only after the deletion.
            await RemoveAsync(found);
            found = await FindAsync(scope);
        }

        var residue = proofs.Where(proof => proof.Fate is ResourceFate.Residue).Select(proof => $"{proof.Resource.Kind} {proof.Resource.Name}: {proof.Evidence}")
            .Concat(found.Select(resource => $"{resource.Kind} {resource.Name} ({resource.Id}): still on the network '{journal.Network}' after teardown."))
            .ToList();
        if (residue.Count == 0)
            journal.End();
        return new TeardownReport(proofs, payments, residue, answered, time.GetElapsedTime(began));

        async Task RemoveAsync(IReadOnlyList<Resource> resources)
        {
            var proof = await retry.RunAsync(Stage.Teardown, token => network.TeardownAsync(resources, token).WaitAsync(token), cancellationToken);
            proofs.RemoveAll(known => proof.Resources.Any(entry => entry.Resource.Name == known.Resource.Name && entry.Resource.Kind == known.Resource.Kind));
            proofs.AddRange(proof.Resources);
            payments.AddRange(proof.Payments);
            journal.Record(proof);
        }

        Task<IReadOnlyList<Resource>> FindAsync(ResidueScope wanted) =>
            retry.RunAsync(Stage.Teardown, token => network.FindResidueAsync(wanted, token).WaitAsync(token), cancellationToken);
    }
}
