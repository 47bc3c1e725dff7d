using Cake.Core;
using Cake.Frosting;

namespace Survey.Build;

/// <summary>What every task gets to see.</summary>
/// <param name="context">Cake's own context.</param>
public sealed class BuildContext(ICakeContext context) : FrostingContext(context)
{
}
