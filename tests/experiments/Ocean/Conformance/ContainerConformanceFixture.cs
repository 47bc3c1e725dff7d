using Survey.Experiments.Isolation;
using Survey.Experiments.Tests.Publishing;

namespace Survey.Experiments.Tests.Ocean.Conformance;

/// <summary>The same devnet with an engine, and with the image of the recordings in the engine and in a registry.</summary>
public sealed class ContainerConformanceFixture : ConformanceFixture
{
    private const string LocalName = "ocean-local/bb:1";

    private readonly TemporaryFolder folder = new();
    private DockerRegistry? registry;
    private MachineImage? image;

    internal override IsolationKind Isolation => IsolationKind.Docker;

    internal override string Registry => registry!.Address;

    private protected override async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        if (await DockerRegistry.FindMissingAsync(cancellationToken) is { } reason)
            return reason;
        registry = await DockerRegistry.StartAsync(allowsDeletion: true, cancellationToken);
        image = await MachineImage.BuildAsync(LocalName, folder.File("image"), ["/bin/sh", "/bin/sleep", "/bin/ls", "/bin/cat", "/usr/bin/find"], null, cancellationToken);
        await image.PushAsync($"{registry.Address}/{LocalName}", cancellationToken);
        return null;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (image is not null)
            await image.DisposeAsync();
        if (registry is not null)
            await registry.DisposeAsync();
        folder.Dispose();
    }
}
