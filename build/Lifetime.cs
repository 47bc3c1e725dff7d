using Cake.Core;
using Cake.Frosting;

namespace Survey.Build;

/// <summary>x</summary>
public sealed class Lifetime : FrostingLifetime<BuildContext>
{
    /// <inheritdoc/>
    public override void Setup(BuildContext context, ISetupContext info) { }

    /// <inheritdoc/>
    public override void Teardown(BuildContext context, ITeardownContext info) { }
}
