using Cake.Core;
using Cake.Frosting;

namespace Survey.Build;

/// <summary>Listens to signals for as long as tasks run. <c>--dryrun</c> comes through here too: nothing else may happen.</summary>
public sealed class Lifetime : FrostingLifetime<BuildContext>
{
    /// <inheritdoc/>
    public override void Setup(BuildContext context, ISetupContext info) => context.Interruption.Listen();

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITeardownContext info) => context.Interruption.Dispose();
}
